package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.model.GatewayException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshots for the servers of a profile that have none: read from the image or the registry that they name. One that cannot
 * be had is told, and does not stop the others.
 */
final class MissingSnapshots {
    private final Map<Integer, JsonNode> found = new HashMap<>();

    private MissingSnapshots() {}

    /** Looks for those of a profile. */
    static MissingSnapshots find(Session session, ProfileSource source) {
        MissingSnapshots missing = new MissingSnapshots();
        JsonNode servers = new YamlEditor(source.id()).read(source.text()).path("servers");
        ServerReferences references = new ServerReferences(session);
        for (int i = 0; i < servers.size(); i++) {
            ListedServer server = new ListedServer(i, (ObjectNode) servers.get(i));
            if (server.name().isEmpty()) {
                missing.find(session, references, server);
            }
        }
        return missing;
    }

    private void find(Session session, ServerReferences references, ListedServer server) {
        Optional<String> reference = switch (server.type()) {
            case "image" -> Optional.of("docker://" + server.locator());
            case "registry" -> Optional.of(server.locator());
            default -> Optional.empty();
        };
        String why = "nothing says more of it";
        if (reference.isPresent()) {
            try {
                found.put(
                        server.index(),
                        references.resolve(reference.get()).get(0).get("snapshot"));
                return;
            } catch (GatewayException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        session.console()
                .err()
                .println(server.locator() + ": has no snapshot, and cannot run before it is added again: " + why);
    }

    /** Adds them. */
    void addTo(ProfileEdit edit) {
        found.forEach((index, snapshot) ->
                edit.put(edit.profile().servers().get(index), java.util.List.of("snapshot"), snapshot));
    }
}
