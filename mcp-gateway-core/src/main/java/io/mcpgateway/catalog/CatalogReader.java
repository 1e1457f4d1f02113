package io.mcpgateway.catalog;

import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Member;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads catalog documents of versions 2 and 3, which differ in content only; the version itself is not looked at. */
final class CatalogReader {
    private CatalogReader() {}

    /**
     * Reads a catalog. An empty document is an empty catalog.
     *
     * @throws ConfigException if the document as a whole is broken
     */
    static CatalogSnapshot read(byte[] utf8, Origin origin) {
        Optional<YamlNode> root = YamlReader.read(origin.location(), utf8).filter(node -> !node.isNull());
        return root.map(node -> read(mapping(node), origin))
                .orElseGet(() -> new CatalogSnapshot(origin.location(), "", Map.of(), List.of()));
    }

    /**
     * Reads a catalog, or a single entry, which is a map without {@code registry}.
     *
     * @param fallbackName the entry's name if it gives itself none
     */
    static CatalogSnapshot readAny(byte[] utf8, Origin origin, String fallbackName) {
        Optional<YamlNode> root = YamlReader.read(origin.location(), utf8).filter(node -> !node.isNull());
        if (root.isEmpty() || mapping(root.get()).members().containsKey("registry")) {
            return root.map(node -> read(mapping(node), origin))
                    .orElseGet(() -> new CatalogSnapshot(origin.location(), "", Map.of(), List.of()));
        }
        Mapping entry = mapping(root.get());
        List<Problem> problems = new ArrayList<>();
        Map<String, ServerEntry> servers = new LinkedHashMap<>();
        String name = EntryReader.ownName(entry).orElse(fallbackName);
        EntryReader.read(name, entry, origin, problems).ifPresent(server -> servers.put(name, server));
        return new CatalogSnapshot(origin.location(), "", servers, problems);
    }

    private static CatalogSnapshot read(Mapping root, Origin origin) {
        List<Problem> problems = new ArrayList<>();
        Fields fields = new Fields(root, problems);
        String name = fields.text("name").filter(text -> !text.isBlank()).orElse(origin.location());
        String displayName = fields.text("displayName").orElse("");
        if (!root.members().containsKey("registry")) {
            problems.add(root.place().problem("No 'registry' here: is this a catalog?"));
        }
        Map<String, ServerEntry> servers = new LinkedHashMap<>();
        fields.fields("registry").ifPresent(registry -> {
            for (Map.Entry<String, Member> member : registry.mapping().members().entrySet()) {
                String server = member.getKey();
                EntryReader.read(server, member.getValue().value(), origin, problems)
                        .ifPresent(entry -> servers.put(server, entry));
            }
        });
        return new CatalogSnapshot(name, displayName, servers, problems);
    }

    private static Mapping mapping(YamlNode node) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw node.place().error("A catalog is a map, and this is " + node.kind());
    }
}
