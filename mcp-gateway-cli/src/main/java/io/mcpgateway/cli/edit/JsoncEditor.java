package io.mcpgateway.cli.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.files.EditedText;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.Optional;

/**
 * Sets and removes members of objects in a JSON text that may have comments and trailing commas. Everything else stays as it
 * is; the result is parsed again and compared with what was meant. Stateless.
 */
public final class JsoncEditor {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(JsoncTree.factory()).build();
    private static final char BOM = '\uFEFF';

    private final String source;

    /** An editor; the source is named in errors. */
    public JsoncEditor(String source) {
        this.source = source;
    }

    /**
     * What a text says; an empty object if it says nothing.
     *
     * @throws ConfigException if it is malformed, or is no object
     */
    public ObjectNode read(String text) {
        String body = body(text);
        if (JsoncTree.of(source, body).isEmpty()) {
            return MAPPER.createObjectNode();
        }
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The text was parsed before", e);
        }
        throw new ConfigException(source + ": is no JSON object");
    }

    /**
     * The text with this value at the path; objects on the way are made.
     *
     * @throws ConfigException if the text is malformed, or something on the way is no object
     */
    public String set(String text, List<String> path, JsonNode value) {
        ObjectNode meant = read(text);
        JsonNode before = meant.at(pointer(path));
        if (before.equals(value)) {
            return text;
        }
        ObjectNode parent = meant;
        for (String name : path.subList(0, path.size() - 1)) {
            JsonNode next = parent.get(name);
            if (next == null) {
                parent = parent.putObject(name);
            } else if (next instanceof ObjectNode object) {
                parent = object;
            } else {
                throw new ConfigException(source + ": '" + name + "' is no object, so nothing can be put into it");
            }
        }
        parent.set(path.get(path.size() - 1), value);
        return checked(text, new Splices(body(text)).set(source, path, value), meant);
    }

    /** The text without the member at the path; the same text if there is none. */
    public String remove(String text, List<String> path) {
        ObjectNode meant = read(text);
        JsonNode parent = meant.at(pointer(path.subList(0, path.size() - 1)));
        String name = path.get(path.size() - 1);
        if (!(parent instanceof ObjectNode object) || !object.has(name)) {
            return text;
        }
        object.remove(name);
        return checked(text, new Splices(body(text)).remove(source, path), meant);
    }

    private static com.fasterxml.jackson.core.JsonPointer pointer(List<String> path) {
        com.fasterxml.jackson.core.JsonPointer pointer = com.fasterxml.jackson.core.JsonPointer.empty();
        for (String name : path) {
            pointer = pointer.appendProperty(name);
        }
        return pointer;
    }

    private static String body(String text) {
        return !text.isEmpty() && text.charAt(0) == BOM ? text.substring(1) : text;
    }

    private String checked(String before, String after, ObjectNode meant) {
        String whole = before.length() > body(before).length() ? BOM + after : after;
        return EditedText.checked(source, whole, meant, this::read);
    }

    /** The places to change, and what to write there, in the style of the text. */
    private static final class Splices {
        private final String text;
        private final String lineBreak;

        Splices(String text) {
            this.text = text;
            this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        }

        String set(String source, List<String> path, JsonNode value) {
            Optional<JsoncTree> root = JsoncTree.of(source, text);
            if (root.isEmpty()) {
                String separator = text.isBlank() || text.endsWith("\n") ? "" : lineBreak;
                return (text.isBlank() ? "" : text) + separator + written(nested(path, value), "", "  ") + lineBreak;
            }
            JsoncTree at = root.get();
            int depth = 0;
            while (depth < path.size() - 1 && at.member(path.get(depth)).isPresent()) {
                at = at.member(path.get(depth)).orElseThrow().value();
                depth++;
            }
            String name = path.get(depth);
            Optional<JsoncTree.Member> there = at.member(name);
            String unit = unit(root.get());
            if (there.isPresent()) {
                JsoncTree old = there.get().value();
                return text.substring(0, old.start())
                        + written(value, indentOf(there.get().start()), unit)
                        + text.substring(old.end());
            }
            return insert(at, name, nested(path.subList(depth + 1, path.size()), value), unit);
        }

        private static JsonNode nested(List<String> path, JsonNode value) {
            JsonNode node = value;
            for (int i = path.size() - 1; i >= 0; i--) {
                node = MAPPER.createObjectNode().set(path.get(i), node);
            }
            return node;
        }

        private String insert(JsoncTree object, String name, JsonNode value, String unit) {
            int close = object.end() - 1;
            List<JsoncTree.Member> members = object.all();
            if (members.isEmpty()) {
                String outer = indentOf(object.start());
                int from = endOfContent(object.start() + 1, close);
                return text.substring(0, from)
                        + lineBreak
                        + outer
                        + unit
                        + member(name, value, outer + unit, unit)
                        + lineBreak
                        + outer
                        + text.substring(close);
            }
            JsoncTree.Member last = members.get(members.size() - 1);
            int end = last.value().end();
            int comma = comma(end, close);
            int after = endOfContent(comma < 0 ? end : comma + 1, close);
            String head = text.substring(0, end) + (comma < 0 ? "," : "") + text.substring(end, after);
            if (isOneLine(object, members.get(0)) && !isLineEnd(after)) {
                return head + " " + member(name, value, indentOf(object.start()), unit) + (comma < 0 ? "" : ",")
                        + text.substring(after);
            }
            String indent = indentOf(last.start());
            return head
                    + lineBreak
                    + indent
                    + member(name, value, indent, unit)
                    + (comma < 0 ? "" : ",")
                    + text.substring(after);
        }

        String remove(String source, List<String> path) {
            JsoncTree object = JsoncTree.of(source, text).orElseThrow();
            for (String name : path.subList(0, path.size() - 1)) {
                object = object.member(name).orElseThrow().value();
            }
            List<JsoncTree.Member> members = object.all();
            JsoncTree.Member gone = object.member(path.get(path.size() - 1)).orElseThrow();
            int index = members.indexOf(gone);
            int from = gone.start();
            while (from > object.start() + 1 && Character.isWhitespace(text.charAt(from - 1))) {
                from--;
            }
            int close = object.end() - 1;
            int to = gone.value().end();
            int comma = comma(
                    to, index + 1 < members.size() ? members.get(index + 1).start() : close);
            if (comma >= 0) {
                to = comma + 1;
            }
            if (members.size() == 1) {
                boolean alone = text.substring(object.start() + 1, from).isBlank()
                        && text.substring(to, close).isBlank();
                return text.substring(0, alone ? object.start() + 1 : from) + text.substring(alone ? close : to);
            }
            if (index == 0 && isOneLine(object, gone)) {
                while (text.charAt(to) == ' ') {
                    to++;
                }
                return text.substring(0, gone.start()) + text.substring(to);
            }
            if (comma >= 0 || index == 0) {
                return text.substring(0, from) + text.substring(to);
            }
            int before = members.get(index - 1).value().end();
            int separator = comma(before, gone.start());
            return text.substring(0, separator) + text.substring(separator + 1, from) + text.substring(to);
        }

        private boolean isLineEnd(int place) {
            return text.startsWith("\n", place) || text.startsWith("\r\n", place);
        }

        private boolean isOneLine(JsoncTree object, JsoncTree.Member first) {
            return text.substring(object.start(), first.start()).indexOf('\n') < 0;
        }

        /** The comma between two places, outside of comments; -1 if there is none. */
        private int comma(int from, int to) {
            for (int at = from; at < to; at = Math.max(at + 1, skipComment(at, to))) {
                if (text.charAt(at) == ',') {
                    return at;
                }
            }
            return -1;
        }

        /** The end of the last thing between two places that is neither blank nor a line break: of comments. */
        private int endOfContent(int from, int to) {
            int end = from;
            for (int at = from; at < to; at = Math.max(at + 1, skipComment(at, to))) {
                end = Math.max(end, skipComment(at, to) > at ? skipComment(at, to) : end);
            }
            return end;
        }

        /** The end of a comment that starts here, before its line break; the place itself if none does. */
        private int skipComment(int at, int to) {
            if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                int last = end < 0 || end > to ? to : end;
                return text.charAt(last - 1) == '\r' ? last - 1 : last;
            }
            return text.startsWith("/*", at) ? text.indexOf("*/", at) + 2 : at;
        }

        /** The blanks before a place, if there is nothing else on its line before it; else those of the line. */
        private String indentOf(int place) {
            int start = text.lastIndexOf('\n', place - 1) + 1;
            int end = start;
            while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
                end++;
            }
            return text.substring(start, Math.min(end, place));
        }

        private String unit(JsoncTree root) {
            if (root.all().isEmpty()) {
                return "  ";
            }
            String first = indentOf(root.all().get(0).start());
            String outer = indentOf(root.start());
            return first.length() > outer.length() && first.startsWith(outer) ? first.substring(outer.length()) : "  ";
        }

        private String member(String name, JsonNode value, String indent, String unit) {
            return MAPPER.getNodeFactory().textNode(name) + ": " + written(value, indent, unit);
        }

        private String written(JsonNode value, String indent, String unit) {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withArrayValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter(unit, "\n"))
                    .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
            try {
                return MAPPER.writer(printer).writeValueAsString(value).replace("\n", lineBreak + indent);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A tree in memory cannot fail to be written", e);
            }
        }
    }
}
