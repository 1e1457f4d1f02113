package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client's settings say.
 *
 * @param place which settings
 * @param exists whether the file is there
 * @param servers its servers by name, as they are written
 * @param error why they cannot be read; empty if they can
 * @param isPermission whether the reason is a missing permission
 */
record ClientStatus(
        ClientPlace place,
        boolean exists,
        Map<String, JsonNode> servers,
        Optional<String> error,
        boolean isPermission) {

    static ClientStatus of(ClientPlace place) {
        Path file = place.file();
        if (!Files.exists(file)) {
            return new ClientStatus(place, false, Map.of(), Optional.empty(), false);
        }
        try {
            String text = ClientConnections.text(file, SafeFiles.read(file, Change.MAX_BYTES));
            Map<String, JsonNode> servers =
                    new TreeMap<>(new ClientSettings(place.client(), file.toString()).servers(text));
            servers.values().removeIf(server -> server.path("bundled").asBoolean());
            return new ClientStatus(place, true, servers, Optional.empty(), false);
        } catch (GatewayException e) {
            boolean denied = !Files.isReadable(file);
            return new ClientStatus(place, true, Map.of(), Optional.of(String.valueOf(e.getMessage())), denied);
        }
    }

    boolean isConnected() {
        return own().isPresent();
    }

    Optional<JsonNode> own() {
        return List.of("MCP_DOCKER", "mcpdocker").stream()
                .filter(servers::containsKey)
                .map(servers::get)
                .filter(server -> !GatewayEntry.words(server).isEmpty())
                .findFirst();
    }

    String profile() {
        return own().map(GatewayEntry::profile).orElse("");
    }

    /** Whether it starts a gateway of this home. */
    boolean isOf(Path home) {
        Optional<String> written = own().flatMap(GatewayEntry::home);
        try {
            Path meant = written.map(Path::of).orElseGet(Session::defaultHome);
            return meant.toAbsolutePath().normalize().equals(home);
        } catch (InvalidPathException e) {
            return false; // what is no path is no home
        }
    }

    /** How a server is reached: {@code stdio}, {@code sse} or {@code http}. */
    static String kind(JsonNode server) {
        String type = server.path("type").asText(server.path("transport").asText(""));
        boolean hasUrl = server.hasNonNull("url") || server.hasNonNull("uri") || server.hasNonNull("httpUrl");
        return switch (type) {
            case "sse" -> "sse";
            case "http", "streamable-http", "streamable_http", "streamableHttp", "remote" -> "http";
            default -> hasUrl ? "http" : "stdio";
        };
    }

    static String url(JsonNode server) {
        return server.path("url")
                .asText(server.path("uri").asText(server.path("httpUrl").asText("")));
    }

    static JsonNode environment(JsonNode server) {
        return List.of("env", "envs", "environment").stream()
                .map(server::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(Json.mapper().createObjectNode());
    }

    /** The object of the listing for programs. */
    ObjectNode json(Platform platform) {
        ObjectNode row = Json.mapper().createObjectNode();
        row.put("displayName", place.client().name());
        row.put("source", place.isGlobal() ? place.client().source() : "");
        row.put("icon", "");
        row.put("configName", place.client().key());
        row.put("dockerMCPCatalogConnected", isConnected());
        row.put("profile", profile());
        if (error.isPresent()) {
            row.putObject("error")
                    .put("type", isPermission ? "permission" : "unknown")
                    .put("error", error.get());
        } else {
            row.putNull("error");
        }
        if (exists && error.isEmpty()) {
            row.set("Cfg", configuration());
        } else {
            row.putNull("Cfg");
        }
        if (place.isGlobal()) {
            row.put("isInstalled", place.isInstalled(platform));
            row.put("isOsSupported", place.client().isKnownOn(platform.os()));
        } else {
            row.put("isConfigured", exists);
        }
        return row;
    }

    private ObjectNode configuration() {
        ObjectNode all = Json.mapper().createObjectNode();
        ArrayNode stdio = all.putArray("STDIOServers");
        ArrayNode sse = all.putArray("SSEServers");
        ArrayNode http = all.putArray("HTTPServers");
        servers.forEach((name, server) -> {
            String kind = kind(server);
            if (!kind.equals("stdio")) {
                ObjectNode row = (kind.equals("sse") ? sse : http).addObject();
                row.put("name", name).put("url", url(server));
                row.set("headers", server.path("headers").isObject() ? server.get("headers") : row.objectNode());
                return;
            }
            List<String> words = GatewayEntry.words(server);
            ObjectNode row = stdio.addObject().put("name", name);
            row.put("command", words.isEmpty() ? "" : words.get(0));
            ArrayNode arguments = row.putArray("args");
            words.stream().skip(1).forEach(arguments::add);
            row.set("env", environment(server));
        });
        return all;
    }
}
