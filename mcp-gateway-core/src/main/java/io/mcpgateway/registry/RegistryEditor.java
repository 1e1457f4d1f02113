package io.mcpgateway.registry;

import io.mcpgateway.files.EditedText;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Member;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes the text of a {@code registry.yaml}: parses it for offsets, splices, parses the result and compares. What a change
 * does not mean to touch, comments and blank lines included, stays as it is, byte for byte. Stateless.
 */
public final class RegistryEditor {
    private static final String ENTRY = "{\"ref\":\"\"}";

    private final String source;

    /** An editor; the source is named in errors. */
    public RegistryEditor(String source) {
        this.source = source;
    }

    /** The text with one more server at the end; the same text if it is enabled already. */
    public String enable(String text, String server) {
        Content before = Content.of(source, text);
        if (before.entries().containsKey(server)) {
            return text;
        }
        String after = new RegistrySplice(text, root(text)).insert(server);
        Map<String, JsonText> expected = new LinkedHashMap<>(before.entries());
        expected.put(server, JsonText.of(ENTRY));
        return checked(after, new Content(before.others(), expected));
    }

    /** The text without a server; the same text if it is not enabled. */
    public String disable(String text, String server) {
        Content before = Content.of(source, text);
        if (!before.entries().containsKey(server)) {
            return text;
        }
        String after = new RegistrySplice(text, root(text)).remove(server);
        Map<String, JsonText> expected = new LinkedHashMap<>(before.entries());
        expected.remove(server);
        return checked(after, new Content(before.others(), expected));
    }

    private Optional<YamlNode> root(String text) {
        return YamlReader.read(source, text);
    }

    private String checked(String after, Content expected) {
        return EditedText.checked(
                source,
                after,
                expected.inOrder(),
                text -> Content.of(source, text).inOrder());
    }

    /**
     * What a text says.
     *
     * @param others all members of the document but the registry
     * @param entries the members of the registry
     */
    private record Content(Map<String, JsonText> others, Map<String, JsonText> entries) {
        static Content of(String source, String text) {
            Optional<YamlNode> root = YamlReader.read(source, text);
            List<String> enabled = RegistryFormat.enabled(root);
            Map<String, JsonText> others = new LinkedHashMap<>();
            Map<String, JsonText> entries = new LinkedHashMap<>();
            if (root.isPresent() && root.get() instanceof Mapping mapping) {
                collect(mapping, others);
                others.remove(RegistryFormat.REGISTRY);
                if (!enabled.isEmpty()) {
                    collect((Mapping) mapping.get(RegistryFormat.REGISTRY).orElseThrow(), entries);
                }
            }
            return new Content(others, entries);
        }

        private static void collect(Mapping mapping, Map<String, JsonText> into) {
            for (Map.Entry<String, Member> member : mapping.members().entrySet()) {
                into.put(member.getKey(), member.getValue().value().toJson());
            }
        }

        /** To be compared: the order counts, too. */
        List<List<Map.Entry<String, JsonText>>> inOrder() {
            return List.of(List.copyOf(others.entrySet()), List.copyOf(entries.entrySet()));
        }
    }
}
