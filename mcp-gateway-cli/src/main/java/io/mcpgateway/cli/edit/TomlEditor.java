package io.mcpgateway.cli.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.files.EditedText;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Sets and removes tables of a TOML text, each with a heading of its own. Everything else stays as it is; the result is
 * parsed again and compared with what was meant. Stateless.
 */
public final class TomlEditor {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

    private static final String BOM = "\uFEFF";

    private final String source;

    /** An editor; the source is named in errors. */
    public TomlEditor(String source) {
        this.source = source;
    }

    /**
     * What a text says.
     *
     * @throws ConfigException if it is malformed
     */
    public ObjectNode read(String text) {
        return (ObjectNode) Json.parse(JsonText.of(parse(text).toJson()));
    }

    /**
     * The text with this table at the path, at the end if it is new.
     *
     * @param table its members: text, numbers, booleans, lists of those, and tables of text
     * @throws ConfigException if the text is malformed, or the place is taken by what is no table with a heading
     */
    public String set(String text, List<String> path, ObjectNode table) {
        return text.startsWith(BOM) ? BOM + setBare(text.substring(1), path, table) : setBare(text, path, table);
    }

    private String setBare(String text, List<String> path, ObjectNode table) {
        ObjectNode meant = read(text);
        if (table.equals(at(meant, path))) {
            return text;
        }
        String before = removeBare(text, path);
        ObjectNode parent = meant;
        for (String name : path.subList(0, path.size() - 1)) {
            JsonNode next = parent.get(name);
            if (next != null && !next.isObject()) {
                throw new ConfigException(source + ": '" + name + "' is no table, so nothing can be put into it");
            }
            parent = next == null ? parent.putObject(name) : (ObjectNode) next;
        }
        parent.set(path.get(path.size() - 1), table);
        String lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        String end = before.isEmpty() || before.endsWith("\n") ? "" : lineBreak;
        String gap = before.isEmpty() ? "" : lineBreak;
        return checked(before + end + gap + written(path, table).replace("\n", lineBreak), meant);
    }

    /** The text without the table at the path; the same text if there is none. */
    public String remove(String text, List<String> path) {
        return text.startsWith(BOM) ? BOM + removeBare(text.substring(1), path) : removeBare(text, path);
    }

    private String removeBare(String text, List<String> path) {
        TomlParseResult parsed = parse(text);
        if (!parsed.contains(path)) {
            return text;
        }
        ObjectNode meant = read(text);
        ((ObjectNode) at(meant, path.subList(0, path.size() - 1))).remove(path.get(path.size() - 1));
        List<String> lines = text.lines().toList();
        int first = line(parsed.inputPositionOf(path));
        if (first < 0 || !lines.get(first).strip().startsWith("[")) {
            throw EditedText.refused(source, null);
        }
        int last = lines.size();
        for (int start : starts(parsed, path)) {
            if (start > first && start < last) {
                last = start;
            }
        }
        // Comments and blank lines before the next thing belong to that.
        while (last > first + 1
                && (lines.get(last - 1).isBlank() || lines.get(last - 1).strip().startsWith("#"))) {
            last--;
        }
        boolean atEnd = offset(text, last) == text.length();
        if (atEnd && first > 0 && lines.get(first - 1).isBlank()) {
            first--;
        }
        ObjectNode parent = meant;
        String after = text.substring(0, offset(text, first)) + text.substring(offset(text, last));
        // A heading of the table around it may go with it; then that is gone, too, if it is empty.
        if (path.size() == 2
                && at(parent, path.subList(0, 1)).isEmpty()
                && !parse(after).contains(path.subList(0, 1))) {
            parent.remove(path.get(0));
        }
        return checked(after, meant);
    }

    private static JsonNode at(JsonNode root, List<String> path) {
        JsonNode node = root;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }

    private static int line(@Nullable TomlPosition position) {
        return position == null ? -1 : position.line() - 1;
    }

    /** The lines where everything starts that is not below the path. */
    private static List<Integer> starts(TomlTable root, List<String> path) {
        List<Integer> lines = new ArrayList<>();
        collect(root, new ArrayList<>(), path, lines);
        return lines;
    }

    private static void collect(TomlTable table, List<String> at, List<String> path, List<Integer> lines) {
        for (String key : table.keySet()) {
            List<String> here = new ArrayList<>(at);
            here.add(key);
            if (here.equals(path)) {
                continue;
            }
            lines.add(line(table.inputPositionOf(List.of(key))));
            Object value = table.get(List.of(key));
            if (value instanceof TomlTable inner) {
                collect(inner, here, path, lines);
            } else if (value instanceof TomlArray array) {
                for (int i = 0; i < array.size(); i++) {
                    lines.add(line(array.inputPositionOf(i)));
                    if (array.get(i) instanceof TomlTable inner) {
                        collect(inner, here, List.of(), lines);
                    }
                }
            }
        }
    }

    private static int offset(String text, int line) {
        int at = 0;
        for (int i = 0; i < line; i++) {
            int next = text.indexOf('\n', at);
            if (next < 0) {
                return text.length();
            }
            at = next + 1;
        }
        return at;
    }

    private static String written(List<String> path, ObjectNode table) {
        StringBuilder heading = new StringBuilder();
        path.forEach(name -> heading.append(heading.length() == 0 ? "" : ".").append(key(name)));
        StringBuilder lines = new StringBuilder("[" + heading + "]\n");
        StringBuilder tables = new StringBuilder();
        for (Map.Entry<String, JsonNode> member : table.properties()) {
            if (member.getValue() instanceof ObjectNode inner) {
                List<String> below = new ArrayList<>(path);
                below.add(member.getKey());
                tables.append('\n').append(written(below, inner));
            } else {
                lines.append(key(member.getKey()))
                        .append(" = ")
                        .append(value(member.getValue()))
                        .append('\n');
            }
        }
        return lines.append(tables).toString();
    }

    private static String key(String name) {
        return BARE.matcher(name).matches() ? name : TextNode.valueOf(name).toString();
    }

    private static String value(JsonNode value) {
        if (!value.isArray()) {
            return value.toString();
        }
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(value(item)));
        return "[" + String.join(", ", items) + "]";
    }

    private TomlParseResult parse(String text) {
        TomlParseResult parsed = Toml.parse(text.startsWith(BOM) ? text.substring(1) : text);
        if (parsed.hasErrors()) {
            // Without the parser's words: they quote the text, which may hold somebody's keys.
            TomlPosition first = parsed.errors().get(0).position();
            throw new ConfigException(
                    source + ":" + first.line() + ":" + first.column() + ": is no valid TOML from here on");
        }
        return parsed;
    }

    private String checked(String after, ObjectNode meant) {
        return EditedText.checked(source, after, meant, this::read);
    }
}
