package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.files.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The servers of a catalog document as OCI catalogs have them; members that nobody here knows stay.
 *
 * @param name what the document calls itself; empty if nothing
 * @param title its {@code displayName}, or the usual title of such a catalog
 * @param servers those that are images or remote, by name
 * @param leftOut the names of the others
 */
record LegacyServers(String name, String title, List<ObjectNode> servers, List<String> leftOut) {
    /**
     * Reads a document.
     *
     * @param source names it in errors
     */
    static LegacyServers of(String source, byte[] document) {
        ObjectNode said = new YamlEditor(source).read(YamlReader.decode(source, document));
        List<ObjectNode> servers = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : said.path("registry").properties()) {
            ObjectNode server = server(each.getKey(), each.getValue());
            if (server.has("type")) {
                servers.add(server);
            } else {
                leftOut.add(each.getKey());
            }
        }
        servers.sort(Comparator.comparing(
                server -> server.at("/snapshot/server/name").asText()));
        return new LegacyServers(
                said.path("name").asText(""),
                said.path("displayName").asText("Legacy Catalog"),
                List.copyOf(servers),
                List.copyOf(leftOut));
    }

    /** A server without a type if an OCI catalog cannot have it. */
    private static ObjectNode server(String name, JsonNode entry) {
        ObjectNode server = Json.mapper().createObjectNode();
        String type = entry.path("type").asText("server");
        String image = entry.path("image").asText("");
        String url = entry.at("/remote/url").asText(entry.path("sseEndpoint").asText(""));
        if (type.equals("server") && !image.isEmpty()) {
            server.put("type", "image").put("image", image);
        } else if (type.equals("remote") && !url.isEmpty()) {
            server.put("type", "remote").put("endpoint", url);
        } else {
            return server;
        }
        ObjectNode snapshot = server.putObject("snapshot").putObject("server");
        snapshot.put("name", name).put("type", type);
        entry.properties().forEach(member -> {
            if (!member.getKey().equals("name")) {
                snapshot.set(member.getKey(), member.getValue());
            }
        });
        String readme = snapshot.path("readme").asText("");
        if (readme.startsWith("http://desktop.docker.com/")) {
            snapshot.put("readme", "https" + readme.substring("http".length()));
        }
        return server;
    }
}
