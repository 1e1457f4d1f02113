package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows the clients of a scope, for people or for programs. Stateless. */
final class ClientListing {
    private final Console console;
    private final Platform platform;

    ClientListing(Console console, Platform platform) {
        this.console = console;
        this.platform = platform;
    }

    /** All clients of the scope. */
    ObjectNode document(boolean global) {
        ObjectNode map = Json.mapper().createObjectNode();
        statuses(global).forEach(status -> map.set(status.place().client().id(), status.json(platform)));
        return map;
    }

    /** The clients that a person would look for. */
    void print(boolean global) {
        List<ClientStatus> all = statuses(global);
        console.out()
                .println(console.bold(
                        global
                                ? "=== System-wide MCP Configurations ==="
                                : "=== Project-wide MCP Configurations (" + ClientPlace.root(platform) + ") ==="));
        for (ClientStatus status : all) {
            if (!global || status.place().isInstalled(platform)) {
                print(status);
            }
        }
    }

    private List<ClientStatus> statuses(boolean global) {
        List<ClientStatus> all = new ArrayList<>();
        Path root = global ? Path.of("") : ClientPlace.root(platform);
        for (AiClient client : AiClient.all().values()) {
            (global ? ClientPlace.global(client, platform) : ClientPlace.project(client, root))
                    .ifPresent(place -> all.add(ClientStatus.of(place)));
        }
        return all;
    }

    private void print(ClientStatus status) {
        String id = status.place().client().id();
        if (status.error().isPresent()) {
            line(Console.RED, id + ": " + status.error().get());
            return;
        }
        Path directory = status.place().file().getParent();
        if (!status.place().isGlobal() && !status.exists() && directory != null && !Files.isDirectory(directory)) {
            line(Console.RED, id + ": no mcp configured");
            return;
        }
        boolean connected = status.isConnected();
        line(
                connected ? Console.GREEN : status.servers().isEmpty() ? Console.RED : Console.ORANGE,
                id + ": " + (connected ? "connected" : "disconnected"));
        status.servers().forEach((name, server) -> console.out().println("   " + name + ": " + shown(name, server)));
    }

    private void line(int colour, String text) {
        console.out().println(" " + console.colour("●", colour) + " " + text);
    }

    private static String shown(String name, JsonNode server) {
        if (name.equals("MCP_DOCKER") || name.equals("mcpdocker")) {
            String profile = GatewayEntry.profile(server);
            return "Docker MCP Catalog (gateway server)" + (profile.isEmpty() ? "" : ", profile " + profile);
        }
        String kind = ClientStatus.kind(server);
        if (!kind.equals("stdio")) {
            return ClientStatus.url(server) + " (" + kind + ")";
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> variable :
                ClientStatus.environment(server).properties()) {
            // Values are often secrets; that they are set is enough.
            text.append(variable.getKey()).append("=… ");
        }
        List<String> words = GatewayEntry.words(server);
        return text.append(String.join(" ", words)).append(" (stdio)").toString();
    }
}
