package io.mcpgateway.cli.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes values as YAML in block style, two columns a level. Stateless. */
final class YamlText {
    /** Words that some reader would take for something else than text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

    private YamlText() {}

    /** A member of a map: its lines, the first one at the column too, each ended by a line feed. */
    static String member(String name, JsonNode value, int column) {
        return " ".repeat(column) + scalar(TextNode.valueOf(name)) + ":" + after(value, column + 2);
    }

    /** An item of a list. */
    static String item(JsonNode value, int column) {
        String indent = " ".repeat(column);
        if (!value.isContainerNode() || value.isEmpty()) {
            return indent + "-" + after(value, column + 2);
        }
        String lines = block(value, column + 2);
        return indent + "- " + lines.substring(column + 2);
    }

    private static String after(JsonNode value, int column) {
        return value.isContainerNode() && !value.isEmpty()
                ? "\n" + block(value, column)
                : " " + (value.isContainerNode() ? value.toString() : scalar(value)) + "\n";
    }

    private static String block(JsonNode value, int column) {
        StringBuilder lines = new StringBuilder();
        if (value.isArray()) {
            value.forEach(item -> lines.append(item(item, column)));
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                lines.append(member(field.getKey(), field.getValue(), column));
            }
        }
        return lines.toString();
    }

    /** A scalar; text is written plainly where no reader can take it for something else. */
    static String scalar(JsonNode value) {
        String text = value.asText();
        boolean plain =
                value.isTextual() && PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : printable(value.toString());
    }

    /** JSON lets stand what YAML wants escaped, in the same spelling. */
    private static String printable(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean allowed = c < 0x7F || (c >= 0xA0 && c < 0x2028) || (c > 0x2029 && c < 0xFFFE && c != 0xFEFF);
            if (allowed) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
