package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.oci.ArtifactJson;
import io.mcpgateway.cli.profile.file.ProfileForms;
import io.mcpgateway.cli.profile.file.ProfileIds;
import io.mcpgateway.cli.reference.ServerCheck;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import java.util.HashSet;
import java.util.Set;

/**
 * A profile that comes from elsewhere, and is right.
 *
 * @param id what commands are to call it
 * @param text how it is to be kept, in YAML; a source in YAML stays as it is
 */
record ProfileSource(String id, String text) {
    private static final String PROVIDER = "docker-desktop-store";

    /**
     * Reads one.
     *
     * @param what names it in errors
     * @param isJson whether it is JSON, and not YAML
     * @param id the id that the user gives it; empty for the one that it gives itself
     * @throws ConfigException if it is not right
     */
    static ProfileSource read(String what, byte[] document, boolean isJson, String id) {
        if (isJson) {
            return of(what, ArtifactJson.parse(what, document), "", id);
        }
        String text = YamlReader.decode(what, document);
        return of(what, new YamlEditor(what).read(text), text, id);
    }

    /**
     * Takes a document over.
     *
     * @param text its text in YAML; empty to have it written
     */
    static ProfileSource of(String what, ObjectNode tree, String text, String id) {
        require(tree.path("version").asText("").equals("1"), what, "'version' must be 1");
        String own = tree.path("id").asText("");
        require(!own.isBlank() || !id.isEmpty(), what, "'id' is missing; --id gives it one");
        require(id.isEmpty() || ProfileIds.isId(id), what, "--id: '" + id + "' cannot be the id of a profile");
        require(
                !id.isEmpty() || ProfileIds.isId(own),
                what,
                "its 'id' cannot be the id of a profile here: letters, digits, '_', '-' and '.' can; --id gives it another");
        require(!tree.path("name").asText("").isBlank(), what, "'name' is missing");
        tree.path("secrets")
                .properties()
                .forEach(secret -> require(
                        secret.getValue().path("provider").asText("").equals(PROVIDER),
                        what,
                        "'secrets." + secret.getKey() + ".provider' must be " + PROVIDER));
        servers(what, tree.path("servers"));
        return new ProfileSource(id.isEmpty() ? own : id, text.isEmpty() ? ProfileForms.text(tree) : text);
    }

    private static void servers(String what, JsonNode servers) {
        require(servers.isArray() || servers.isMissingNode() || servers.isNull(), what, "'servers' is no list");
        Set<String> names = new HashSet<>();
        for (JsonNode server : servers) {
            require(server.isObject(), what, "a server in 'servers' is no map");
            ServerCheck.foreign(what, (ObjectNode) server);
            ServerCheck.check(what, server);
            String name = server.at("/snapshot/server/name").asText("");
            require(name.isEmpty() || names.add(name), what, "duplicate server name " + name);
            JsonNode config = server.path("config");
            require(
                    config.isMissingNode() || config.isNull() || config.isObject(),
                    what,
                    name + ": 'config' is no map");
            JsonNode tools = server.path("tools");
            require(tools.isMissingNode() || tools.isNull() || tools.isArray(), what, name + ": 'tools' is no list");
            tools.forEach(tool -> require(tool.isTextual(), what, name + ": a tool in 'tools' is no text"));
        }
    }

    private static void require(boolean good, String what, String problem) {
        if (!good) {
            throw new ConfigException(what + ": invalid profile: " + problem);
        }
    }
}
