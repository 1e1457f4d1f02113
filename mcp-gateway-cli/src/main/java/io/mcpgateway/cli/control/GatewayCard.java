package io.mcpgateway.cli.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a gateway is.
 *
 * @param id what {@code --gateway} calls it
 * @param pid the id of its process, as it sees it itself
 * @param version its version
 * @param transport how clients reach it
 * @param uptime since when it runs
 * @param servers the servers that are enabled there
 */
record GatewayCard(String id, long pid, String version, String transport, Duration uptime, List<String> servers) {
    private static final int MOST_SERVERS = 5_000;

    /** Copies the list. */
    GatewayCard {
        requireNonNull(id, "id");
        requireNonNull(version, "version");
        requireNonNull(transport, "transport");
        requireNonNull(uptime, "uptime");
        servers = List.copyOf(servers.subList(0, Math.min(servers.size(), MOST_SERVERS)));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("id", id)
                .put("pid", pid)
                .put("version", version)
                .put("transport", transport)
                .put("uptimeSeconds", uptime.toSeconds());
        ArrayNode names = json.putArray("servers");
        servers.forEach(names::add);
        return json;
    }

    /** Reads what a gateway says of itself; its id is the one that its socket has. */
    static GatewayCard of(String id, JsonNode json) {
        List<String> servers = new ArrayList<>();
        json.path("servers").forEach(name -> servers.add(name.asText()));
        return new GatewayCard(
                id,
                json.path("pid").asLong(),
                json.path("version").asText(),
                json.path("transport").asText(),
                Duration.ofSeconds(Math.max(0, json.path("uptimeSeconds").asLong())),
                servers);
    }
}
