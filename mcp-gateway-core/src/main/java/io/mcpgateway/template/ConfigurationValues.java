package io.mcpgateway.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a configuration into values, without giving up how its numbers are spelled. */
public final class ConfigurationValues {
    private static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = new JsonFactory();

    private ConfigurationValues() {}

    /**
     * Parses a configuration.
     *
     * @throws ConfigException if it is no JSON or too deep
     */
    public static Value parse(JsonText json) {
        byte[] utf8 = json.toBytes();
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            return value(parser, parser.nextToken(), utf8, 0);
        } catch (JsonProcessingException e) {
            throw new ConfigException("A configuration is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    private static Value value(JsonParser parser, @Nullable JsonToken token, byte[] utf8, int depth)
            throws IOException {
        if (token == null || depth > MAX_DEPTH) {
            throw new ConfigException("A configuration is empty or nested more than " + MAX_DEPTH + " levels deep");
        }
        return switch (token) {
            case START_OBJECT -> fields(parser, utf8, depth);
            case START_ARRAY -> items(parser, utf8, depth);
            case VALUE_NULL -> Value.ABSENT;
            default -> new Value.Text(parser.getText());
        };
    }

    private static Value fields(JsonParser parser, byte[] utf8, int depth) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        Map<String, Value> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken(), utf8, depth + 1));
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new Value.Fields(members, new String(utf8, start, end - start, StandardCharsets.UTF_8));
    }

    private static Value items(JsonParser parser, byte[] utf8, int depth) throws IOException {
        List<Value> values = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            values.add(value(parser, token, utf8, depth + 1));
            token = parser.nextToken();
        }
        return new Value.Items(values);
    }
}
