package io.mcpgateway.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for one session, which server returned which URI in a result, so that a later read of it goes to that server.
 * Bounded; guarded by its monitor.
 */
public final class UriOwners {
    private static final int MOST = 1000;
    private static final int LONGEST_URI = 4096;
    private static final byte[] KEY = "\"uri\"".getBytes(StandardCharsets.US_ASCII);
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> owners = new LinkedHashMap<>(16, 0.75f, true);

    @Nullable
    String ownerOf(String uri) {
        synchronized (owners) {
            return owners.get(uri);
        }
    }

    /** Looks for members called {@code uri} in a result. Most results have none, which costs one search. */
    void learn(String server, JsonText result) {
        if (!contains(result)) {
            return;
        }
        try (JsonParser parser = JSON.createParser(result.array(), result.offset(), result.length())) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                if (token == JsonToken.FIELD_NAME
                        && "uri".equals(parser.currentName())
                        && parser.nextToken() == JsonToken.VALUE_STRING
                        && parser.getTextLength() <= LONGEST_URI) {
                    remember(parser.getText(), server);
                }
            }
        } catch (IOException e) {
            // The envelope scan allows a little more than this parser does (longer numbers, deeper nesting). What was
            // found up to here counts; a URI that is not found is read from the first server in order, as documented.
            return;
        }
    }

    private void remember(String uri, String server) {
        synchronized (owners) {
            owners.put(uri, server);
            if (owners.size() > MOST) {
                owners.remove(owners.keySet().iterator().next());
            }
        }
    }

    private static boolean contains(JsonText text) {
        byte[] bytes = text.array();
        int last = text.offset() + text.length() - KEY.length;
        for (int i = text.offset(); i <= last; i++) {
            if (bytes[i] == '"'
                    && bytes[i + 1] == 'u'
                    && bytes[i + 2] == 'r'
                    && bytes[i + 3] == 'i'
                    && bytes[i + 4] == '"') {
                return true;
            }
        }
        return false;
    }
}
