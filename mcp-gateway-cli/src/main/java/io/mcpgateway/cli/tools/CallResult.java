package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import java.util.ArrayList;
import java.util.List;

/** What a tool's result says, for people. */
final class CallResult {
    private CallResult() {}

    /** Texts as they are, other contents as a note or as JSON, joined by line breaks. */
    static String text(JsonNode result) {
        List<String> parts = new ArrayList<>();
        for (JsonNode content : result.path("content")) {
            parts.add(part(content));
        }
        if (parts.isEmpty() && result.has("structuredContent")) {
            parts.add(Json.indented(result.get("structuredContent")));
        }
        return String.join("\n", parts);
    }

    private static String part(JsonNode content) {
        String type = content.path("type").asText("");
        if (type.equals("text")) {
            return content.path("text").asText("");
        }
        if (type.equals("image") || type.equals("audio")) {
            return "[" + type + ", " + content.path("mimeType").asText("unknown type") + ", "
                    + content.path("data").asText("").length() + " characters of base64; --format json shows it]";
        }
        return Json.indented(content);
    }
}
