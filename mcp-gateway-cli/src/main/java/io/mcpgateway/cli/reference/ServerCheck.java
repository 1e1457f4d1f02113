package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.profile.ProfileDocument;
import io.mcpgateway.profile.ProfileServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What must be right in a server before it is kept in a profile or an OCI catalog. Stateless. */
public final class ServerCheck {
    private static final Map<String, String> LOCATORS =
            Map.of("image", "image", "registry", "source", "remote", "endpoint");
    private static final List<String> OWN = List.of("process", "package", "jvm");

    private ServerCheck() {}

    /**
     * Checks one server.
     *
     * @param where what it is told as: a reference or a file
     * @param server in the form of a catalog's server
     * @throws ConfigException if something is wrong
     */
    public static void check(String where, JsonNode server) {
        String type = server.path("type").asText("");
        String name = server.at("/snapshot/server/name").asText("");
        String who = where + ": server " + (name.isEmpty() ? "without a name" : "'" + name + "'");
        String locator = LOCATORS.get(type);
        if (locator == null && !OWN.contains(type)) {
            throw new ConfigException(
                    who + ": unsupported server type: '" + type + "'; there are image, registry and remote");
        }
        if (locator != null && server.path(locator).asText("").isBlank()) {
            throw new ConfigException(who + ": a server of type " + type + " needs '" + locator + "'");
        }
        if (server.path("snapshot").path("server") instanceof ObjectNode entry) {
            entry(new Origin(where, Trust.FOREIGN), entry);
            ConfigSchemas.check(who, entry.path("config"));
        }
    }

    /**
     * The entry of a snapshot.
     *
     * @throws ConfigException if it is malformed
     */
    static ServerEntry entry(Origin origin, ObjectNode snapshot) {
        ObjectNode profile = Json.mapper().createObjectNode();
        profile.putArray("servers").addObject().putObject("snapshot").set("server", snapshot);
        ProfileDocument read = ProfileDocument.read(profile.toString().getBytes(StandardCharsets.UTF_8), origin);
        if (!read.problems().isEmpty()) {
            // Without the places, which are those of a text that nobody sees.
            throw new ConfigException(
                    origin.location() + ": " + read.problems().get(0).message());
        }
        return read.servers().values().stream()
                .map(ProfileServer::entry)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Checks that what comes from elsewhere starts no process.
     *
     * @param where what it is told as
     * @return the server
     * @throws GatewayException if it does
     */
    public static ObjectNode foreign(String where, ObjectNode server) {
        boolean process = server.path("type").asText("").equals("process")
                || server.at("/snapshot/server/type").asText("").equals("process");
        if (process) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    where + ": server '" + server.at("/snapshot/server/name").asText("")
                            + "' is a process of this computer; only a file of your own can name one");
        }
        return server;
    }
}
