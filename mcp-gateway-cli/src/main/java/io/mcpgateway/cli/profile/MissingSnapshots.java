package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Snapshots for the servers of a profile that have none: read from the image or the registry that they name. One that cannot
 * be had is told, and does not stop the others.
 */
final class MissingSnapshots {
    private final Session session;
    private final ServerReferences references;

    MissingSnapshots(Session session) {
        this.session = session;
        this.references = new ServerReferences(session);
    }

    /**
     * The profile with those that could be found.
     *
     * @param what names it in errors
     * @throws io.mcpgateway.model.ConfigException if it is not right with them, such as two of one name
     */
    ProfileSource complete(String what, ProfileSource source) {
        YamlEditor editor = new YamlEditor(source.id());
        String text = source.text();
        JsonNode servers = editor.read(text).path("servers");
        for (int i = 0; i < servers.size(); i++) {
            ListedServer server = new ListedServer(i, (ObjectNode) servers.get(i));
            Optional<JsonNode> snapshot = server.name().isEmpty() ? find(server) : Optional.empty();
            if (snapshot.isPresent()) {
                text = editor.set(text, List.of("servers", String.valueOf(i), "snapshot"), snapshot.get());
            }
        }
        return ProfileSource.read(what, text.getBytes(StandardCharsets.UTF_8), false, source.id());
    }

    private Optional<JsonNode> find(ListedServer server) {
        try {
            return switch (server.type()) {
                case "image" -> snapshot(references.ofImage(text(server, "image")));
                case "registry" -> snapshot(references.ofRegistry(text(server, "source")));
                default -> missing(server.locator(), "nothing says more of it");
            };
        } catch (GatewayException e) {
            String where = text(server, server.type().equals("image") ? "image" : "source");
            return missing(where, String.valueOf(e.getMessage()));
        }
    }

    private static String text(ListedServer server, String member) {
        return server.node().path(member).asText("");
    }

    private static Optional<JsonNode> snapshot(ObjectNode server) {
        return Optional.of(server.get("snapshot"));
    }

    private Optional<JsonNode> missing(String where, String why) {
        session.console().err().println(where + ": has no snapshot, and cannot run before it is added again: " + why);
        return Optional.empty();
    }
}
