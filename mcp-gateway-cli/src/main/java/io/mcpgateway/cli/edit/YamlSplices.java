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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one YAML text, in the style of the text: one, or several of which each is before those made already, so that
 * the places of what is still to be changed hold. The result is a guess that the caller checks. Not thread-safe.
 */
final class YamlSplices {
    private String text;
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
        int depth = 0;
        while (true) {
            Member member = at.members().get(path.get(depth));
            if (member == null) {
                return insert(at, path.get(depth), nested(path, depth + 1, value));
            }
            int next = depth + 1;
            YamlNode found = member.value();
            while (found instanceof Sequence items && next + 1 < path.size()) {
                found = items.items().get(Integer.parseInt(path.get(next)));
                next++;
            }
            boolean deeper = next < path.size()
                    && found instanceof Mapping mapping
                    && !(mapping.isFlow() && mapping.members().isEmpty() && !at.isFlow());
            if (!deeper) {
                return replace(at, member, path.get(depth), nested(path, depth + 1, value));
            }
            at = (Mapping) found;
            depth = next;
        }
    }

    String remove(List<String> path) {
        Mapping at = requireNonNull(root);
        Member holder = null;
        int depth = 0;
        while (depth < path.size() - 1) {
            holder = requireNonNull(at.members().get(path.get(depth++)));
            YamlNode found = holder.value();
            while (found instanceof Sequence items) {
                found = items.items().get(Integer.parseInt(path.get(depth++)));
            }
            at = (Mapping) found;
        }
        Member gone = requireNonNull(at.members().get(path.get(path.size() - 1)));
        if (at.members().size() == 1 && holder != null && !at.isFlow()) {
            return emptied(holder, "{}");
        }
        return cut(at, gone);
    }

    private String cut(Mapping at, Member gone) {
        if (at.isFlow()) {
            List<int[]> spans = new ArrayList<>();
            at.members()
                    .values()
                    .forEach(each -> spans.add(new int[] {each.key().place().start(), each.contentEnd()}));
            return cutOfFlow(spans, new ArrayList<>(at.members().values()).indexOf(gone));
        }
        int start = gone.key().place().start();
        return sharesItsLine(start) && at.members().size() > 1
                ? text.substring(0, start)
                        + text.substring(second(at).key().place().start())
                : cutLines(start, gone.contentEnd());
    }

    /** Whether something else, the dash of a list's item, stands before a member on its line. */
    private boolean sharesItsLine(int start) {
        return !text.substring(text.lastIndexOf('\n', start - 1) + 1, start).isBlank();
    }

    private static Member second(Mapping mapping) {
        return mapping.members().values().stream().skip(1).findFirst().orElseThrow();
    }

    String addItems(String list, List<? extends JsonNode> added) {
        Member member = root == null ? null : root.members().get(list);
        if (root == null
                || member == null
                || member.value().isNull()
                || !(member.value() instanceof Sequence items)
                || items.items().isEmpty()) {
            return set(List.of(list), Json.mapper().createArrayNode().addAll(added));
        }
        StringBuilder inserted = new StringBuilder();
        if (text.charAt(items.place().start()) == '[') {
            int end = items.items().get(items.items().size() - 1).contentEnd();
            added.forEach(item -> inserted.append(", ").append(item));
            return text.substring(0, end) + inserted + text.substring(end);
        }
        added.forEach(item -> inserted.append(Yaml.item(item, items.place().column() - 1)));
        return insertLines(items.contentEnd(), inserted.toString());
    }

    /** Sets members of items, or removes them where there is no value, and adds items. */
    String update(String list, Map<Integer, Map<String, Optional<JsonNode>>> changes, List<? extends JsonNode> added) {
        if (!added.isEmpty()) {
            text = addItems(list, added);
        }
        List<Integer> indices = new ArrayList<>(changes.keySet());
        indices.sort(Comparator.reverseOrder());
        for (int index : indices) {
            Sequence items = (Sequence)
                    requireNonNull(requireNonNull(root).members().get(list)).value();
            update((Mapping) items.items().get(index), requireNonNull(changes.get(index)));
        }
        return text;
    }

    private void update(Mapping item, Map<String, Optional<JsonNode>> changes) {
        List<String> names = new ArrayList<>(changes.keySet());
        Collections.reverse(names);
        for (String name : names) {
            Optional<JsonNode> value = requireNonNull(changes.get(name));
            if (!item.members().containsKey(name) && value.isPresent()) {
                text = insert(item, name, value.get());
            }
        }
        List<Member> members = new ArrayList<>(item.members().values());
        Collections.reverse(members);
        for (Member member : members) {
            String name = member.key().text();
            Optional<JsonNode> value = changes.get(name);
            if (value != null) {
                text = value.isPresent() ? replace(item, member, name, value.get()) : cut(item, member);
            }
        }
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
        int line = sharesItsLine(start) ? start : text.lastIndexOf('\n', start - 1) + 1;
        return text.substring(0, line)
                + lines(line == start ? lines.stripLeading() : lines)
                + text.substring(lineEnd(member.contentEnd()));
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
