package io.mcpgateway.cli.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An AI client that is connected to a gateway, or whose settings are broken, so that nobody knows.
 *
 * @param id the client
 * @param global whether these are its settings for all projects
 * @param file the settings
 * @param words what it starts; empty if the settings are broken
 * @param profile the profile that it asks for; empty if none
 * @param error why the settings cannot be read; empty if they can
 */
public record ConnectedClient(
        String id, boolean global, Path file, List<String> words, String profile, Optional<String> error) {
    /** Copies the list. */
    public ConnectedClient {
        words = List.copyOf(words);
    }

    /** All of them, of the user and of the project around the working directory. */
    public static List<ConnectedClient> all(Map<String, String> environment) {
        Platform platform = Platform.here(environment);
        List<ConnectedClient> all = new ArrayList<>();
        Optional<Path> root = platform.projectRoot();
        for (AiClient client : AiClient.all().values()) {
            ClientPlace.global(client, platform).ifPresent(place -> add(place, all));
            root.flatMap(at -> ClientPlace.project(client, at)).ifPresent(place -> add(place, all));
        }
        return all;
    }

    private static void add(ClientPlace place, List<ConnectedClient> into) {
        ClientStatus status = ClientStatus.of(place);
        if (status.isConnected() || status.error().isPresent()) {
            into.add(new ConnectedClient(
                    place.client().id(),
                    place.isGlobal(),
                    place.file(),
                    status.own().map(GatewayEntry::words).orElse(List.of()),
                    status.profile(),
                    status.error()));
        }
    }

    /** Whether {@code docker mcp} works. */
    public static boolean dockerHasPlugin(Map<String, String> environment) {
        return Launching.hasPlugin(environment);
    }
}
