package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One kind of AI client, as the table {@code clients.json} describes it.
 *
 * @param id how commands call it
 * @param name how people call it
 * @param source where to read more of it
 * @param format how its settings are written
 * @param servers where in its settings the servers are: names of members from the top
 * @param isList whether the servers are a list, and not a map by name
 * @param key what the gateway's own entry is called
 * @param entry the shape of that entry
 * @param projectEntry its shape in a project's settings
 * @param files its settings by kind of system, the preferred ones first; empty if it is not known there
 * @param installed what exists where it is installed, by kind of system
 * @param project its settings below the root of a project; empty if it has none
 */
record AiClient(
        String id,
        String name,
        String source,
        String format,
        List<String> servers,
        boolean isList,
        String key,
        String entry,
        String projectEntry,
        Map<String, List<String>> files,
        Map<String, List<String>> installed,
        Optional<String> project) {

    /** All that are known, by id. */
    static Map<String, AiClient> all() {
        Map<String, AiClient> clients = new TreeMap<>();
        try (InputStream in = AiClient.class.getResourceAsStream("clients.json")) {
            if (in == null) {
                throw new IllegalStateException("clients.json is missing from the program");
            }
            for (JsonNode row : Json.parse(JsonText.of(in.readAllBytes()))) {
                AiClient client = of(row);
                clients.put(client.id, client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return clients;
    }

    private static AiClient of(JsonNode row) {
        String entry = row.path("entry").asText();
        return new AiClient(
                row.path("id").asText(),
                row.path("name").asText(),
                row.path("source").asText(),
                row.path("format").asText(),
                texts(row.path("servers")),
                row.path("list").asBoolean(),
                row.path("key").asText(),
                entry,
                row.path("projectEntry").asText(entry),
                bySystem(row.path("files")),
                bySystem(row.path("installed")),
                row.has("project") ? Optional.of(row.get("project").asText()) : Optional.empty());
    }

    private static Map<String, List<String>> bySystem(JsonNode node) {
        Map<String, List<String>> all = new TreeMap<>();
        node.properties().forEach(each -> all.put(each.getKey(), texts(each.getValue())));
        return all;
    }

    private static List<String> texts(JsonNode node) {
        List<String> all = new ArrayList<>();
        node.forEach(each -> all.add(each.asText()));
        return List.copyOf(all);
    }

    /** Whether it can be connected for all of a user's projects. */
    boolean isGlobal() {
        return !files.isEmpty() || format.equals("docker-ai");
    }

    boolean isKnownOn(Platform.Os os) {
        return files.containsKey(os.text()) || format.equals("docker-ai");
    }
}
