package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Table;
import java.util.ArrayList;
import java.util.List;

/** One line about a tool. */
final class ToolSummary {
    private ToolSummary() {}

    /** The annotations' title, else a digest of the description. */
    static String of(JsonNode tool) {
        String title = tool.path("annotations").path("title").asText("");
        return title.isEmpty() ? digest(tool.path("description").asText("")) : Table.plain(title);
    }

    /** The first sentence or the first paragraph's lines up to one that ends in a full stop; not what comes after the prose. */
    static String digest(String description) {
        List<String> parts = new ArrayList<>();
        for (String raw : description.lines().toList()) {
            String line = Table.plain(raw);
            if (line.isEmpty()) {
                continue;
            }
            if (line.equals("Error Responses:") || line.equals("Returns:")) {
                break;
            }
            int sentence = line.indexOf(". ");
            if (sentence >= 0) {
                parts.add(line.substring(0, sentence + 1));
                break;
            }
            parts.add(line);
            if (line.endsWith(".")) {
                break;
            }
        }
        return String.join(" ", parts);
    }
}
