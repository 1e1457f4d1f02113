package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.reference.ServerCheck;
import io.mcpgateway.model.ConfigException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must be right in an OCI catalog before it is kept. Stateless. */
final class CatalogRules {
    private static final List<String> TYPES = List.of("image", "registry", "remote");

    private CatalogRules() {}

    /**
     * Checks the content of an artifact.
     *
     * @param what names the catalog in errors
     * @throws ConfigException if it is no catalog
     */
    static void check(String what, ObjectNode content) {
        JsonNode title = content.path("title");
        if (!title.isTextual() || title.asText().isBlank()) {
            throw invalid(what, "it has no title");
        }
        JsonNode servers = content.path("servers");
        if (!servers.isArray() && !servers.isNull() && !servers.isMissingNode()) {
            throw invalid(what, "'servers' is no list");
        }
        Set<String> names = new HashSet<>();
        for (JsonNode server : servers) {
            check(what, server, names);
        }
    }

    private static void check(String what, JsonNode server, Set<String> names) {
        if (!server.isObject()) {
            throw invalid(what, "a server in 'servers' is no object");
        }
        String name = OciCatalog.nameOf(server);
        String type = server.path("type").asText("");
        if (!TYPES.contains(type)) {
            throw invalid(
                    what,
                    "server '" + name + "' is of type '" + type + "', and OCI catalogs have " + String.join(", ", TYPES)
                            + " only");
        }
        JsonNode tools = server.path("tools");
        if (!tools.isMissingNode() && !tools.isNull() && !tools.isArray()) {
            throw invalid(what, "'tools' of server '" + name + "' is no list");
        }
        if (server.path("snapshot").has("server") && name.isBlank()) {
            throw invalid(what, "the snapshot of a server has no name");
        }
        if (!name.isEmpty() && !names.add(name)) {
            throw invalid(what, "duplicate server name " + name);
        }
        ServerCheck.foreign("catalog " + what, (ObjectNode) server);
        ServerCheck.check("catalog " + what, server);
    }

    private static ConfigException invalid(String what, String problem) {
        return new ConfigException("invalid catalog " + what + ": " + problem);
    }

    /**
     * A server as catalogs have it: without what belongs to a profile.
     *
     * @param server of a reference or a profile
     */
    static ObjectNode plain(ObjectNode server) {
        ObjectNode plain = server.deepCopy();
        plain.remove(List.of("config", "secrets", "catalog_ref", "catalogRef", "policy"));
        if (plain.path("tools").isNull()) {
            plain.remove("tools");
        }
        return plain;
    }
}
