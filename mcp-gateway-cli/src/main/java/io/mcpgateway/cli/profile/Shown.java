package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.DocumentFormat;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.edit.YamlEditor;

/** Writes documents to standard output. Stateless. */
final class Shown {
    private Shown() {}

    /** In YAML, unless JSON is wanted. */
    static void print(Console console, JsonNode document, DocumentFormat format) {
        if (format == DocumentFormat.JSON) {
            console.out().println(Json.indented(document));
        } else if (document instanceof ObjectNode object) {
            console.out().print(YamlEditor.write(object));
        } else {
            console.out().print(YamlEditor.write((ArrayNode) document));
        }
    }

    /** A value on one line: text as it is, everything else as JSON. */
    static String line(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
