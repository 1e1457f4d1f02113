package io.mcpgateway.registry;

import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One change of one text. The result is a guess that the caller checks. */
final class RegistrySplice {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final String text;
    private final Optional<Mapping> root;
    private final Optional<Member> registry;
    private final String lineBreak;

    RegistrySplice(String text, Optional<YamlNode> root) {
        this.text = text;
        this.root = root.filter(Mapping.class::isInstance).map(Mapping.class::cast);
        this.registry = this.root.map(mapping -> mapping.members().get(RegistryFormat.REGISTRY));
        this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    }

    String insert(String server) {
        if (registry.isEmpty()) {
            return insertRegistry(server);
        }
        YamlNode value = registry.get().value();
        if (!(value instanceof Mapping entries)) {
            int column = registry.get().key().place().column() - 1;
            return insertLines(registry.get().key().place().end(), column + 2, server);
        }
        if (!entries.isFlow()) {
            int column = entries.place().column() - 1;
            return insertLines(entries.contentEnd(), column, server);
        }
        boolean expand = entries.members().isEmpty()
                && !root.orElseThrow().isFlow()
                && text.startsWith("{}", entries.place().start());
        if (expand) {
            int column = registry.get().key().place().column() - 1;
            String block = lineBreak + block(column + 2, server).stripTrailing();
            return text.substring(0, entries.place().start()).stripTrailing()
                    + block
                    + text.substring(entries.place().end());
        }
        return insertFlow(entries, quoted(server) + ": {\"ref\": \"\"}");
    }

    String remove(String server) {
        Mapping entries = (Mapping) registry.orElseThrow().value();
        Member member = entries.members().get(server);
        if (member == null) {
            return text;
        }
        return entries.isFlow() ? removeFlow(entries, member) : removeLines(member);
    }

    private String insertRegistry(String server) {
        if (root.isPresent() && root.get().isFlow()) {
            return insertFlow(root.get(), "\"registry\": {" + quoted(server) + ": {\"ref\": \"\"}}");
        }
        String separator = text.isEmpty() || text.endsWith("\n") ? "" : lineBreak;
        return text + separator + RegistryFormat.REGISTRY + ":" + lineBreak + block(2, server);
    }

    private String insertLines(int after, int column, String server) {
        int line = lineEnd(after);
        String separator = line > 0 && text.charAt(line - 1) != '\n' ? lineBreak : "";
        return text.substring(0, line) + separator + block(column, server) + text.substring(line);
    }

    private String insertFlow(Mapping entries, String member) {
        if (entries.members().isEmpty()) {
            int open = entries.place().start() + 1;
            return text.substring(0, open) + member + text.substring(open);
        }
        int end = entries.members().values().stream()
                .mapToInt(Member::contentEnd)
                .max()
                .orElseThrow();
        return text.substring(0, end) + ", " + member + text.substring(end);
    }

    private String removeLines(Member member) {
        int start = text.lastIndexOf('\n', member.key().place().start() - 1) + 1;
        return text.substring(0, start) + text.substring(lineEnd(member.contentEnd()));
    }

    private String removeFlow(Mapping entries, Member member) {
        List<Member> members = new ArrayList<>(entries.members().values());
        int index = members.indexOf(member);
        int start = member.key().place().start();
        int end = member.contentEnd();
        if (index + 1 < members.size()) {
            end = members.get(index + 1).key().place().start();
        } else if (index > 0) {
            start = members.get(index - 1).contentEnd();
        }
        return text.substring(0, start) + text.substring(end);
    }

    private String block(int column, String server) {
        String indent = " ".repeat(column);
        String key = PLAIN_KEY.matcher(server).matches() && !WORDS.contains(server.toLowerCase(Locale.ROOT))
                ? server
                : quoted(server);
        return indent + key + ":" + lineBreak + indent + "  ref: \"\"" + lineBreak;
    }

    // The start of the next line, unless the position is at the start of one already, as after a block of text.
    private int lineEnd(int position) {
        if (position > 0 && text.charAt(position - 1) == '\n') {
            return position;
        }
        int end = text.indexOf('\n', position);
        return end < 0 ? text.length() : end + 1;
    }

    private static String quoted(String server) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < server.length(); i++) {
            char c = server.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
