package io.mcpgateway.jvm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.JsonText;
import java.io.IOException;

/** Between text and trees. Strict: one value, no member twice. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static JsonNode parse(JsonText text) throws IOException {
        return MAPPER.readTree(text.array(), text.offset(), text.length());
    }

    /** Text that a programmer wrote, which must be a JSON object. */
    static ObjectNode object(JsonText text, String what) {
        try {
            if (parse(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " is not valid JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(what + " is not a JSON object");
    }

    static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonText text(JsonNode node) {
        try {
            return JsonText.of(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree can always be written", impossible);
        }
    }
}
