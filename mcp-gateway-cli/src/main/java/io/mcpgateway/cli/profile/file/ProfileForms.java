package io.mcpgateway.cli.profile.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Yaml;
import java.util.List;

/**
 * The two forms in which profiles are exported: they differ in the spelling of a member, and of "all tools". What is not
 * known here stays, behind what is. Stateless.
 */
public final class ProfileForms {
    private static final String YAML_REFERENCE = "catalog_ref";
    private static final String JSON_REFERENCE = "catalogRef";

    /** The order that the Go program writes: what is read and written again has the same digest. */
    private static final List<String> PROFILE = List.of("version", "id", "name", "servers", "secrets");

    private static final List<String> SERVER = List.of(
            "type",
            "config",
            "secrets",
            "tools",
            "source",
            "image",
            "endpoint",
            YAML_REFERENCE,
            JSON_REFERENCE,
            "snapshot");

    private ProfileForms() {}

    /** As JSON has it: {@code tools} is always there, null for all. */
    public static ObjectNode json(ObjectNode profile) {
        return form(profile, true);
    }

    /** As YAML has it: without {@code tools} for all of them. */
    public static ObjectNode yaml(ObjectNode profile) {
        return form(profile, false);
    }

    /** The text of a profile in YAML. */
    public static String text(ObjectNode profile) {
        return Yaml.document(yaml(profile));
    }

    /** Without what the user has configured. */
    public static ObjectNode withoutConfiguration(ObjectNode profile) {
        ObjectNode copy = profile.deepCopy();
        copy.path("servers").forEach(server -> ((ObjectNode) server).remove("config"));
        return copy;
    }

    private static ObjectNode form(ObjectNode profile, boolean json) {
        ObjectNode ordered = ordered(profile, PROFILE);
        if (ordered.path("servers") instanceof ArrayNode servers) {
            ArrayNode formed = Json.mapper().createArrayNode();
            servers.forEach(server -> formed.add(server instanceof ObjectNode node ? server(node, json) : server));
            ordered.set("servers", formed);
        }
        return ordered;
    }

    private static ObjectNode server(ObjectNode server, boolean json) {
        ObjectNode complete = server.deepCopy();
        boolean all = complete.path("tools").isNull() || !complete.has("tools");
        if (all && json) {
            complete.putNull("tools");
        } else if (all) {
            complete.remove("tools");
        }
        JsonNode config = complete.path("config");
        if (config.isNull() || (config.isObject() && config.isEmpty())) {
            complete.remove("config");
        }
        ObjectNode formed = Json.mapper().createObjectNode();
        ordered(complete, SERVER).properties().forEach(member -> {
            boolean reference =
                    member.getKey().equals(YAML_REFERENCE) || member.getKey().equals(JSON_REFERENCE);
            if (!reference) {
                formed.set(member.getKey(), member.getValue());
            } else if (!member.getValue().asText("").isEmpty()) {
                formed.set(json ? JSON_REFERENCE : YAML_REFERENCE, member.getValue());
            }
        });
        return formed;
    }

    private static ObjectNode ordered(ObjectNode node, List<String> order) {
        ObjectNode ordered = Json.mapper().createObjectNode();
        for (String name : order) {
            JsonNode value = node.get(name);
            if (value != null) {
                ordered.set(name, value.deepCopy());
            }
        }
        node.properties().forEach(member -> {
            if (!ordered.has(member.getKey())) {
                ordered.set(member.getKey(), member.getValue().deepCopy());
            }
        });
        return ordered;
    }
}
