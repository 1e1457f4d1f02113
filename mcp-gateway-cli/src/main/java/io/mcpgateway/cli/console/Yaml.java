package io.mcpgateway.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes values as YAML in block style, two columns a level; any reader of YAML gets the same values. Stateless. */
public final class Yaml {
    /** Words that some reader would take for something else than text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    /** A longer one has to be marked as a key: readers look no further than this for its colon. */
    private static final int LONGEST_KEY = 1_000;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

    private Yaml() {}

    /** A whole text, which ends with a line break. */
    public static String document(JsonNode value) {
        return value.isContainerNode() && !value.isEmpty() ? block(value, 0) : scalar(value) + "\n";
    }

    /** A member of a map: its lines, the first one at the column too, each ended by a line feed. */
    public static String member(String name, JsonNode value, int column) {
        String indent = " ".repeat(column);
        String key = scalar(TextNode.valueOf(name));
        String start = key.length() > LONGEST_KEY ? indent + "? " + key + "\n" + indent : indent + key;
        return start + ":" + after(value, column + 2);
    }

    /** An item of a list. */
    public static String item(JsonNode value, int column) {
        String indent = " ".repeat(column);
        if (!value.isContainerNode() || value.isEmpty()) {
            return indent + "-" + after(value, column + 2);
        }
        String lines = block(value, column + 2);
        return indent + "- " + lines.substring(column + 2);
    }

    private static String after(JsonNode value, int column) {
        if (value.isTextual() && isLiteral(value.asText())) {
            return literal(value.asText(), column);
        }
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

    /** Whether lines of text can be shown as lines: nothing in them needs an escape, and their indentation is plain. */
    private static boolean isLiteral(String text) {
        return text.contains("\n")
                && !text.endsWith("\n\n")
                && text.lines().noneMatch(line -> line.isBlank() && !line.isEmpty())
                && !Character.isWhitespace(text.charAt(0))
                && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c));
    }

    private static String literal(String text, int column) {
        StringBuilder lines = new StringBuilder(text.endsWith("\n") ? " |\n" : " |-\n");
        text.lines()
                .forEach(line -> lines.append(line.isEmpty() ? "" : " ".repeat(column) + line)
                        .append('\n'));
        return lines.toString();
    }

    /** A scalar; text is written plainly where no reader can take it for something else. */
    public static String scalar(JsonNode value) {
        String text = value.asText();
        boolean plain =
                value.isTextual() && PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : printable(value.toString());
    }

    /** JSON may hold characters as they are that YAML wants escaped; its escapes are YAML's, too. */
    private static String printable(String json) {
        if (json.codePoints().allMatch(Yaml::isPrintable)) {
            return json;
        }
        StringBuilder text = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                text.appendCodePoint(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return text.toString();
    }

    private static boolean isPrintable(int c) {
        return (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c <= 0xd7ff && c != 0x2028 && c != 0x2029)
                || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff)
                || c >= 0x10000;
    }
}
