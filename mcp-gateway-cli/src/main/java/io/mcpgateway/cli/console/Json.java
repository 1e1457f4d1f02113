package io.mcpgateway.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.io.IOException;

/** JSON for commands that show it. Numbers keep their spelling as far as a decimal can hold it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** The mapper, to make nodes with. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Parses what a server or a catalog said. */
    public static JsonNode parse(JsonText text) {
        try {
            return MAPPER.readTree(text.array(), text.offset(), text.length());
        } catch (IOException | NumberFormatException e) { // the latter over a huge exponent
            throw new GatewayException(ErrorCode.INTERNAL, "The gateway gave no valid JSON: " + e.getMessage(), e);
        }
    }

    /** Text for people and programs, indented. */
    public static String indented(JsonNode node) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new GatewayException(ErrorCode.INTERNAL, "Cannot write JSON: " + e.getMessage(), e);
        }
    }
}
