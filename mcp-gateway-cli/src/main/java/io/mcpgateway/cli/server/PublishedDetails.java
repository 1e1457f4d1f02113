package io.mcpgateway.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher of a server says outside its entry: its tools in full at {@code toolsUrl}, and a text for people at
 * {@code readme}. What cannot be had is told as a note.
 *
 * @param tools the tools, each an object with a name; empty if there is no such list
 * @param readme the text; null if there is none
 * @param notes what could not be had, and why
 */
record PublishedDetails(List<ObjectNode> tools, @Nullable String readme, List<String> notes) {
    /** Nothing was asked for. */
    static final PublishedDetails NONE = new PublishedDetails(List.of(), null, List.of());

    private static final int MOST_BYTES = 5 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Published catalogs name this place without TLS, which it has. */
    private static final String DOCKER = "http://desktop.docker.com/";

    PublishedDetails {
        tools = List.copyOf(tools);
        notes = List.copyOf(notes);
    }

    /** Fetches both at once. */
    static PublishedDetails fetch(ServerEntry entry, Downloads downloads) {
        JsonNode raw = Json.parse(entry.raw());
        String toolsUrl = secure(raw.path("toolsUrl").asText(""));
        String readmeUrl = secure(raw.path("readme").asText(""));
        List<String> notes = new ArrayList<>();
        CompletableFuture<List<ObjectNode>> tools = CompletableFuture.supplyAsync(
                () -> toolsUrl.isEmpty() ? List.of() : tools(downloads.json(toolsUrl, MOST_BYTES, PATIENCE)));
        CompletableFuture<@Nullable String> readme = CompletableFuture.supplyAsync(() -> readmeUrl.isEmpty()
                ? null
                : YamlReader.decode(readmeUrl, downloads.fetch(readmeUrl, MOST_BYTES, PATIENCE)));
        List<ObjectNode> gotTools = orNote(tools::join, "its tools in full", notes);
        String gotReadme = orNote(readme::join, "its readme", notes);
        return new PublishedDetails(gotTools == null ? List.of() : gotTools, gotReadme, notes);
    }

    private static String secure(String url) {
        return url.startsWith(DOCKER) ? "https" + url.substring("http".length()) : url;
    }

    private static <T> @Nullable T orNote(Supplier<@Nullable T> step, String what, List<String> notes) {
        try {
            return step.get();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof GatewayException known)) {
                throw e;
            }
            notes.add(what + " could not be downloaded: " + known.getMessage());
            return null;
        }
    }

    /** A list of tools, or an object that has it; what has no name is left out. */
    private static List<ObjectNode> tools(JsonNode document) {
        List<ObjectNode> tools = new ArrayList<>();
        for (JsonNode tool : document.isArray() ? document : document.path("tools")) {
            if (tool instanceof ObjectNode object && object.path("name").isTextual()) {
                tools.add(object);
            }
        }
        return tools;
    }
}
