package io.mcpgateway.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.mcpgateway.model.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** Writes YAML values as JSON. */
final class YamlToJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private YamlToJson() {}

    static JsonText convert(YamlNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(node, json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return JsonText.of(out.toByteArray());
    }

    // The depth is bounded by YamlReader, aliases included.
    private static void write(YamlNode node, JsonGenerator json) throws IOException {
        if (node instanceof YamlNode.Mapping mapping) {
            json.writeStartObject();
            for (Map.Entry<String, YamlNode.Member> member : mapping.members().entrySet()) {
                json.writeFieldName(member.getKey());
                write(member.getValue().value(), json);
            }
            json.writeEndObject();
            return;
        }
        if (node instanceof YamlNode.Sequence sequence) {
            json.writeStartArray();
            for (YamlNode item : sequence.items()) {
                write(item, json);
            }
            json.writeEndArray();
            return;
        }
        writeScalar((YamlNode.Scalar) node, json);
    }

    private static void writeScalar(YamlNode.Scalar scalar, JsonGenerator json) throws IOException {
        switch (scalar.type()) {
            case TEXT -> json.writeString(scalar.text());
            case NUMBER -> json.writeNumber(scalar.text());
            case BOOLEAN ->
                json.writeBoolean(scalar.text().toLowerCase(Locale.ROOT).equals("true"));
            case NULL -> json.writeNull();
        }
    }
}
