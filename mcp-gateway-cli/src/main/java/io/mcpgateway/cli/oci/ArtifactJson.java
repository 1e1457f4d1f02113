package io.mcpgateway.cli.oci;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.io.Serial;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Documents of artifacts as bytes and back. The bytes are compact, keep the order of members, and escape just as Go's own
 * encoder does, so that the same document has the same digest whoever pushes it. Stateless.
 */
public final class ArtifactJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    static {
        MAPPER.getFactory().setCharacterEscapes(new GoEscapes());
    }

    private ArtifactJson() {}

    /** The document's bytes. */
    public static byte[] bytes(JsonNode document) {
        return line(document).getBytes(StandardCharsets.UTF_8);
    }

    /** The document's text, on one line. */
    static String line(JsonNode document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new GoNumbers(MAPPER.createGenerator(text))) {
            MAPPER.writeTree(generator, document);
        } catch (IOException e) {
            throw new IllegalStateException("A tree of JSON can always be written", e);
        }
        return text.toString();
    }

    /**
     * Reads a document that is an object, in which no member is given twice.
     *
     * @param what names it in errors
     * @throws ConfigException if it is none; the message does not quote it
     */
    public static ObjectNode parse(String what, byte[] document) {
        try {
            if (MAPPER.readTree(document) instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigException(what + ": a JSON object is expected");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            // Without the cause: a parser's message quotes the source.
            throw new ConfigException(what + where + ": not valid JSON, or a member given twice");
        } catch (IOException e) {
            throw new ConfigException(what + ": not valid JSON in UTF-8", e);
        }
    }

    /** {@code 1e+21}, where Java would write {@code 1E+21}. */
    private static final class GoNumbers extends JsonGeneratorDelegate {
        GoNumbers(JsonGenerator to) {
            super(to);
        }

        @Override
        public void writeNumber(BigDecimal value) throws IOException {
            super.writeNumber(value.toString().toLowerCase(Locale.ROOT));
        }
    }

    /** What Go's encoder escapes beside what JSON demands: what could end a script in HTML. */
    private static final class GoEscapes extends CharacterEscapes {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_CUSTOM;
            codes['>'] = ESCAPE_CUSTOM;
            codes['&'] = ESCAPE_CUSTOM;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return switch (character) {
                case '<', '>', '&', 0x2028, 0x2029 ->
                    new SerializedString(String.format(Locale.ROOT, "\\u%04x", character));
                default -> null;
            };
        }
    }
}
