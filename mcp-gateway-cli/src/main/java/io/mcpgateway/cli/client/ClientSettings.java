package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.edit.TomlEditor;
import io.mcpgateway.cli.edit.YamlEditor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of a client's settings: what servers it has, and the same text with or without the gateway. Stateless. */
final class ClientSettings {
    private final AiClient client;
    private final String source;

    /** Settings of a client; the source is named in errors. */
    ClientSettings(AiClient client, String source) {
        this.client = client;
        this.source = source;
    }

    /** The servers by name; a name is what a person would call it. */
    Map<String, JsonNode> servers(String text) {
        JsonNode at = switch (client.format()) {
            case "yaml" -> new YamlEditor(source).read(text);
            case "toml" -> new TomlEditor(source).read(text);
            default -> new JsoncEditor(source).read(text);
        };
        for (String name : client.servers()) {
            at = at.path(name);
        }
        Map<String, JsonNode> servers = new LinkedHashMap<>();
        if (client.isList()) {
            at.forEach(item -> servers.put(item.path("name").asText(), item));
        } else {
            at.properties().forEach(each -> servers.put(each.getKey(), each.getValue()));
        }
        return servers;
    }

    /** The text with this entry for the gateway. */
    String with(String text, ObjectNode entry) {
        return switch (client.format()) {
            case "yaml" ->
                client.isList()
                        ? new YamlEditor(source).setItem(text, client.servers().get(0), entry)
                        : new YamlEditor(source).set(text, path(), entry);
            case "toml" -> new TomlEditor(source).set(text, path(), entry);
            default -> new JsoncEditor(source).set(text, path(), entry);
        };
    }

    /** The text without the gateway. */
    String without(String text) {
        return switch (client.format()) {
            case "yaml" ->
                client.isList()
                        ? new YamlEditor(source)
                                .removeItem(text, client.servers().get(0), client.key())
                        : new YamlEditor(source).remove(text, path());
            case "toml" -> new TomlEditor(source).remove(text, path());
            default -> new JsoncEditor(source).remove(text, path());
        };
    }

    private List<String> path() {
        List<String> path = new ArrayList<>(client.servers());
        path.add(client.key());
        return path;
    }
}
