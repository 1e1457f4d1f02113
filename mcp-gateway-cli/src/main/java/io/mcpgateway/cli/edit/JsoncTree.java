package io.mcpgateway.cli.edit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The places of the values in a JSON text that may have comments and trailing commas. Offsets count characters.
 *
 * @param start where the value starts
 * @param end where it ends
 * @param members the members of an object, in order; null for every other value
 */
record JsoncTree(int start, int end, @Nullable List<Member> members) {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Parses the same texts as {@link #of}. */
    static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * One member of an object.
     *
     * @param name its name
     * @param start where its name starts, at the quote
     * @param value its value
     */
    record Member(String name, int start, JsoncTree value) {}

    boolean isObject() {
        return members != null;
    }

    List<Member> all() {
        return members == null ? List.of() : members;
    }

    Optional<Member> member(String name) {
        return all().stream().filter(member -> member.name.equals(name)).findFirst();
    }

    /**
     * Parses a text; empty if there is nothing but blanks and comments.
     *
     * @throws ConfigException if it is malformed; names the source, the line and the column
     */
    static Optional<JsoncTree> of(String source, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            JsoncTree root = value(parser, text);
            if (parser.nextToken() != null) {
                throw new ConfigException(
                        source + ":" + parser.currentTokenLocation().getLineNr()
                                + ": there is something after the end of the document");
            }
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            // Without the parser's words: they quote the text, which may hold somebody's keys.
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new ConfigException(source + where + ": is no valid JSON from here on");
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory cannot fail to be read", e);
        }
    }

    private static JsoncTree value(JsonParser parser, String text) throws IOException {
        int start = offset(parser);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int at = offset(parser);
                parser.nextToken();
                members.add(new Member(name, at, value(parser, text)));
            }
            return new JsoncTree(start, offset(parser) + 1, members);
        }
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, text);
            }
            return new JsoncTree(start, offset(parser) + 1, null);
        }
        if (token == JsonToken.VALUE_STRING) {
            parser.getTextLength(); // finds what is wrong in it
        }
        return new JsoncTree(start, endOfScalar(text, start), null);
    }

    private static int offset(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }

    private static int endOfScalar(String text, int start) {
        int at = start;
        if (text.charAt(start) == '"') {
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
            }
            return at + 1;
        }
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }
}
