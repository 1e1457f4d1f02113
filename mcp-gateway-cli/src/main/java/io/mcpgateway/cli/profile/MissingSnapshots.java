package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.model.GatewayException;
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

    /** The profile with those that could be found. */
    ProfileSource complete(ProfileSource source) {
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
        return new ProfileSource(source.id(), text);
    }

    private Optional<JsonNode> find(ListedServer server) {
        Optional<String> reference = switch (server.type()) {
            case "image" -> Optional.of("docker://" + server.locator());
            case "registry" -> Optional.of(server.locator());
            default -> Optional.empty();
        };
        String why = "nothing says more of it";
        if (reference.isPresent()) {
            try {
                return Optional.of(references.resolve(reference.get()).get(0).get("snapshot"));
            } catch (GatewayException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        session.console()
                .err()
                .println(Table.plain(
                        server.locator() + ": has no snapshot, and cannot run before it is added again: " + why));
        return Optional.empty();
    }
}
