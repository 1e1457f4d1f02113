package io.mcpgateway.cli.edit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Member;
import io.mcpgateway.files.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One change of one YAML text, in the style of the text. The result is a guess that the caller checks. */
final class YamlSplices {
    private final String text;
    private final String lineBreak;
    private final @Nullable Mapping root;

    YamlSplices(String text, Optional<YamlNode> root) {
        this.text = text;
        this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        this.root = root.map(Mapping.class::cast).orElse(null);
    }

    String set(List<String> path, JsonNode value) {
        if (root == null) {
            return text + separator(text.length()) + lines(Yaml.member(path.get(0), nested(path, 1, value), 0));
        }
        Mapping at = root;
        for (int depth = 0; ; depth++) {
            Member member = at.members().get(path.get(depth));
            JsonNode inner = nested(path, depth + 1, value);
            if (member == null) {
                return insert(at, path.get(depth), inner);
            }
            boolean deeper = depth + 1 < path.size()
                    && member.value() instanceof Mapping mapping
                    && !(mapping.isFlow() && mapping.members().isEmpty() && !at.isFlow());
            if (!deeper) {
                return replace(at, member, path.get(depth), inner);
            }
            at = (Mapping) member.value();
        }
    }

    String remove(List<String> path) {
        Mapping at = requireNonNull(root);
        Member holder = null;
        for (String name : path.subList(0, path.size() - 1)) {
            holder = requireNonNull(at.members().get(name));
            at = (Mapping) holder.value();
        }
        Member gone = requireNonNull(at.members().get(path.get(path.size() - 1)));
        if (at.isFlow()) {
            List<int[]> spans = new ArrayList<>();
            at.members()
                    .values()
                    .forEach(each -> spans.add(new int[] {each.key().place().start(), each.contentEnd()}));
            return cutOfFlow(spans, new ArrayList<>(at.members().values()).indexOf(gone));
        }
        return at.members().size() > 1 || holder == null
                ? cutLines(gone.key().place().start(), gone.contentEnd())
                : emptied(holder, "{}");
    }

    String addItem(String list, JsonNode item) {
        Member member = root == null ? null : root.members().get(list);
        if (root == null
                || member == null
                || member.value().isNull()
                || !(member.value() instanceof Sequence items)
                || items.items().isEmpty()) {
            return set(List.of(list), Json.mapper().createArrayNode().add(item));
        }
        if (text.charAt(items.place().start()) == '[') {
            int end = items.items().get(items.items().size() - 1).contentEnd();
            return text.substring(0, end) + ", " + item + text.substring(end);
        }
        return insertLines(items.contentEnd(), Yaml.item(item, items.place().column() - 1));
    }

    String removeItem(String list, int index) {
        Member member = requireNonNull(requireNonNull(root).members().get(list));
        Sequence items = (Sequence) member.value();
        YamlNode gone = items.items().get(index);
        if (text.charAt(items.place().start()) == '[') {
            List<int[]> spans = new ArrayList<>();
            items.items().forEach(each -> spans.add(new int[] {each.place().start(), each.contentEnd()}));
            return cutOfFlow(spans, index);
        }
        return items.items().size() > 1 ? cutLines(gone.place().start(), gone.contentEnd()) : emptied(member, "[]");
    }

    private static JsonNode nested(List<String> path, int from, JsonNode value) {
        JsonNode node = value;
        for (int i = path.size() - 1; i >= from; i--) {
            node = Json.mapper().createObjectNode().set(path.get(i), node);
        }
        return node;
    }

    private String insert(Mapping into, String name, JsonNode value) {
        if (!into.isFlow()) {
            return insertLines(
                    into.contentEnd(), Yaml.member(name, value, into.place().column() - 1));
        }
        String member = TextNode.valueOf(name) + ": " + value;
        if (into.members().isEmpty()) {
            int open = into.place().start() + 1;
            return text.substring(0, open) + member + text.substring(open);
        }
        int end = 0;
        for (Member each : into.members().values()) {
            end = Math.max(end, each.contentEnd());
        }
        return text.substring(0, end) + ", " + member + text.substring(end);
    }

    private String replace(Mapping in, Member member, String name, JsonNode value) {
        int start = member.key().place().start();
        if (in.isFlow()) {
            String spelled = TextNode.valueOf(name) + ": " + value;
            return text.substring(0, start) + spelled + text.substring(member.contentEnd());
        }
        String lines = Yaml.member(name, value, in.place().column() - 1);
        boolean nothing =
                member.value().place().start() == member.value().place().end();
        if (nothing && value.isContainerNode() && !value.isEmpty()) {
            // What stands behind the colon, a comment say, stays.
            return insertLines(member.key().contentEnd(), lines.substring(lines.indexOf('\n') + 1));
        }
        int line = text.lastIndexOf('\n', start - 1) + 1;
        return text.substring(0, line) + lines(lines) + text.substring(lineEnd(member.contentEnd()));
    }

    /** The member with nothing in it any more. */
    private String emptied(Member member, String nothing) {
        int colon = text.indexOf(':', member.key().place().end()) + 1;
        int end = lineEnd(member.contentEnd());
        String rest = text.substring(colon, text.indexOf('\n', colon) + 1).stripTrailing();
        return text.substring(0, colon) + " " + nothing + rest + lineBreak + text.substring(end);
    }

    private String insertLines(int after, String lines) {
        int line = lineEnd(after);
        return text.substring(0, line) + separator(line) + lines(lines) + text.substring(line);
    }

    private String separator(int at) {
        return at > 0 && text.charAt(at - 1) != '\n' ? lineBreak : "";
    }

    private String lines(String lines) {
        return lines.replace("\n", lineBreak);
    }

    private String cutLines(int from, int contentEnd) {
        int start = text.lastIndexOf('\n', from - 1) + 1;
        return text.substring(0, start) + text.substring(lineEnd(contentEnd));
    }

    private String cutOfFlow(List<int[]> spans, int index) {
        int start = spans.get(index)[0];
        int end = spans.get(index)[1];
        if (index + 1 < spans.size()) {
            end = spans.get(index + 1)[0];
        } else if (index > 0) {
            start = spans.get(index - 1)[1];
        }
        return text.substring(0, start) + text.substring(end);
    }

    // The start of the next line, unless the position is at the start of one already, as after a block of text.
    private int lineEnd(int position) {
        if (position > 0 && text.charAt(position - 1) == '\n') {
            return position;
        }
        int end = text.indexOf('\n', position);
        return end < 0 ? text.length() : end + 1;
    }
}
