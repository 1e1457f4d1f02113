package io.mcpgateway.cli.profile.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.edit.YamlEditor;

/** The two forms in which profiles are exported: they differ in the spelling of a member, and of "all tools". Stateless. */
public final class ProfileForms {
    private static final String YAML_REFERENCE = "catalog_ref";
    private static final String JSON_REFERENCE = "catalogRef";

    private ProfileForms() {}

    /** As JSON has it: {@code tools} is always there, null for all. */
    public static ObjectNode json(ObjectNode profile) {
        ObjectNode copy = profile.deepCopy();
        copy.path("servers").forEach(server -> {
            if (server instanceof ObjectNode node) {
                rename(node, YAML_REFERENCE, JSON_REFERENCE);
                if (!node.has("tools")) {
                    node.putNull("tools");
                }
            }
        });
        return copy;
    }

    /** As YAML has it: without {@code tools} for all of them. */
    public static ObjectNode yaml(ObjectNode profile) {
        ObjectNode copy = profile.deepCopy();
        copy.path("servers").forEach(server -> {
            if (server instanceof ObjectNode node) {
                rename(node, JSON_REFERENCE, YAML_REFERENCE);
                if (node.path("tools").isNull()) {
                    node.remove("tools");
                }
            }
        });
        return copy;
    }

    /** The text of a profile in YAML. */
    public static String text(ObjectNode profile) {
        return YamlEditor.write(yaml(profile));
    }

    /** Without what the user has configured. */
    public static ObjectNode withoutConfiguration(ObjectNode profile) {
        ObjectNode copy = profile.deepCopy();
        copy.path("servers").forEach(server -> ((ObjectNode) server).remove("config"));
        return copy;
    }

    private static void rename(ObjectNode node, String from, String to) {
        JsonNode value = node.remove(from);
        if (value != null && !value.asText("").isEmpty()) {
            node.set(to, value);
        }
    }
}
