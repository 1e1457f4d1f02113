package io.mcpgateway.registry;

import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Member;
import io.mcpgateway.files.YamlNode.Scalar;
import io.mcpgateway.files.YamlNode.Sequence;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of the three files. */
final class RegistryFormat {
    static final String REGISTRY = "registry";

    private RegistryFormat() {}

    /** The enabled servers of a {@code registry.yaml}, in its order; nothing in it means none. */
    static List<String> enabled(Optional<YamlNode> root) {
        return root.filter(node -> !node.isNull())
                .flatMap(node -> mapping(node, "The file").get(REGISTRY))
                .map(node -> List.copyOf(
                        mapping(node, "'" + REGISTRY + "'").members().keySet()))
                .orElse(List.of());
    }

    /** The configuration of each server in a {@code config.yaml}, by the name as written. */
    static Map<String, JsonText> configuration(Optional<YamlNode> root) {
        Map<String, JsonText> configuration = new LinkedHashMap<>();
        members(root).forEach((server, member) -> {
            if (!member.value().isNull()) {
                configuration.put(
                        server,
                        mapping(member.value(), "The configuration of '" + server + "'")
                                .toJson());
            }
        });
        return configuration;
    }

    /** The allowed tools of each server in a {@code tools.yaml}; a key without a list allows none. */
    static Map<String, List<String>> tools(Optional<YamlNode> root) {
        Map<String, List<String>> tools = new LinkedHashMap<>();
        members(root).forEach((server, member) -> tools.put(server, names(server, member.value())));
        return tools;
    }

    private static List<String> names(String server, YamlNode node) {
        if (node.isNull()) {
            return List.of();
        }
        if (!(node instanceof Sequence sequence)) {
            throw node.place().error("The tools of '" + server + "' are a list, and this is " + node.kind());
        }
        List<String> names = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            if (!(item instanceof Scalar scalar)) {
                throw item.place().error("The name of a tool is text, and this is " + item.kind());
            }
            names.add(scalar.text());
        }
        return List.copyOf(names);
    }

    private static Map<String, Member> members(Optional<YamlNode> root) {
        return root.filter(node -> !node.isNull())
                .map(node -> mapping(node, "The file").members())
                .orElse(Map.of());
    }

    private static Mapping mapping(YamlNode node, String what) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw node.place().error(what + " must be a map, not " + node.kind());
    }
}
