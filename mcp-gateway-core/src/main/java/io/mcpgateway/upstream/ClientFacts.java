package io.mcpgateway.upstream;

import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request of the modern era says of its client in {@code params._meta} (revision 2026-07-28, basic/index,
 * "_meta"). In the legacy era the handshake said it, and the request carries none of it.
 *
 * @param capabilities what the client can do, a JSON object
 * @param clientInfo who it is, a JSON object; empty text if it did not say
 * @param logLevel from which level on it wants log messages, a JSON string; empty text for none
 */
public record ClientFacts(JsonText capabilities, JsonText clientInfo, JsonText logLevel) {
    /** The revision that the gateway speaks to servers of the modern era. */
    public static final String REVISION = "2026-07-28";

    private static final String PREFIX = "io.modelcontextprotocol/";
    private static final Set<String> KEYS = Set.of(
            PREFIX + "protocolVersion", PREFIX + "clientCapabilities", PREFIX + "clientInfo", PREFIX + "logLevel");
    private static final Set<String> KEYS_AND_TOKEN =
            Stream.concat(KEYS.stream(), Stream.of("progressToken")).collect(Collectors.toUnmodifiableSet());
    private static final Members.Index META = Members.Index.guarded("_meta");

    /** The params with these facts in place of whatever they say there, and with the given progress token, if there is one. */
    JsonText into(@Nullable JsonText params, @Nullable JsonText token) throws MalformedMessageException {
        StringBuilder meta = new StringBuilder("{\"" + PREFIX + "protocolVersion\":\"" + REVISION + "\",\"" + PREFIX
                + "clientCapabilities\":" + capabilities);
        if (clientInfo.length() > 0) {
            meta.append(",\"" + PREFIX + "clientInfo\":").append(clientInfo);
        }
        if (logLevel.length() > 0) {
            meta.append(",\"" + PREFIX + "logLevel\":").append(logLevel);
        }
        if (token != null) {
            meta.append(",\"progressToken\":").append(token);
        }
        JsonText given = params == null ? JsonText.emptyObject() : params;
        JsonText before = Members.of(given, META).get(0);
        if (before == null) {
            meta.append('}');
            return new Splice(given).prepend(given, "\"_meta\":" + meta).apply();
        }
        String kept = Entries.but(before, token == null ? KEYS : KEYS_AND_TOKEN);
        return new Splice(given)
                .replace(before, JsonText.of(meta + (kept.isEmpty() ? "" : ",") + kept + "}"))
                .apply();
    }

    /**
     * The params without these facts, and with the given progress token, if there is one. A server of both eras would take
     * the facts for an opening of the modern one.
     *
     * @param meta {@code _meta} in these params
     */
    static JsonText outOf(JsonText params, JsonText meta, @Nullable JsonText token) throws MalformedMessageException {
        String kept = Entries.but(meta, token == null ? KEYS : KEYS_AND_TOKEN);
        String own = token == null ? "" : "\"progressToken\":" + token + (kept.isEmpty() ? "" : ",");
        return new Splice(params)
                .replace(meta, JsonText.of("{" + own + kept + "}"))
                .apply();
    }
}
