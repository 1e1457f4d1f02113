package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The AI clients that are connected with a profile. Confined to one thread. */
public final class ProfileClients {
    private final Session session;
    private final Platform platform;

    /** The clients of a run's machine. */
    public ProfileClients(Session session) {
        this.session = session;
        this.platform = Platform.here(session.console().environment());
    }

    /** The words that start a gateway with a profile. */
    public static List<String> words(Session session, String profile) {
        return ClientChange.words(session, profile);
    }

    /** The clients that can be connected with a profile, by id, with their names. */
    public static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        connectable().forEach((id, client) -> names.put(id, client.name()));
        return names;
    }

    /** Those that have settings: the others cannot be told of a profile. */
    private static Map<String, AiClient> connectable() {
        Map<String, AiClient> clients = new TreeMap<>(AiClient.all());
        clients.values().removeIf(client -> client.files().isEmpty());
        return clients;
    }

    /**
     * Checks that clients can be connected.
     *
     * @throws GatewayException if one cannot
     */
    public void requireAll(List<String> ids) {
        Map<String, AiClient> known = connectable();
        for (String id : ids) {
            if (!known.containsKey(id)) {
                throw new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "client " + id + " is not supported" + Suggestions.didYouMeanOneOf(id, known.keySet()));
            }
            ClientPlace.of(id, true, platform);
        }
    }

    /** Plans to connect clients, for all of a user's projects, with a profile. */
    public void connect(Change change, List<String> ids, String profile) {
        ClientConnections connections = new ClientConnections(session);
        for (String id : ids) {
            ClientPlace place = ClientPlace.of(id, true, platform);
            connections.connect(
                    change,
                    place,
                    GatewayEntry.of(place.entryShape(), place.client().key(), words(session, profile), platform));
        }
    }

    /** The clients that are connected with a profile for all projects, as the listing for programs shows them. */
    public Map<String, ObjectNode> bound(String profile) {
        Map<String, ObjectNode> bound = new TreeMap<>();
        for (AiClient client : AiClient.all().values()) {
            ClientPlace.global(client, platform)
                    .map(ClientStatus::of)
                    .filter(status -> isBound(status, profile))
                    .ifPresent(status -> bound.put(client.id(), status.json(platform)));
        }
        return bound;
    }

    /** One that names no profile gets the default one, unless the registry counts. */
    private boolean isBound(ClientStatus status, String profile) {
        boolean unnamed = status.profile().isEmpty()
                && profile.equals(Profiles.DEFAULT)
                && !Files.exists(session.home().resolve("registry.yaml"));
        return status.isConnected()
                && status.isOf(session.home())
                && (status.profile().equals(profile) || unnamed);
    }

    /**
     * Plans to disconnect the clients that name a profile of this home, for all projects and for the one around the working directory.
     *
     * @return their ids; a project's with a word that says so
     */
    public List<String> disconnect(Change change, String profile) {
        ClientConnections connections = new ClientConnections(session);
        List<String> disconnected = new ArrayList<>();
        Optional<Path> root = platform.projectRoot();
        for (AiClient client : AiClient.all().values()) {
            ClientPlace.global(client, platform)
                    .filter(place -> names(place, profile) && connections.disconnect(change, place))
                    .ifPresent(place -> disconnected.add(client.id()));
            root.flatMap(directory -> ClientPlace.project(client, directory))
                    .filter(place -> names(place, profile) && connections.disconnect(change, place))
                    .ifPresent(place -> disconnected.add(client.id() + " (this project)"));
        }
        return disconnected;
    }

    private boolean names(ClientPlace place, String profile) {
        ClientStatus status = ClientStatus.of(place);
        return status.profile().equals(profile) && status.isOf(session.home());
    }
}
