package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entry that makes a client start the gateway, in the shape that the client wants. Stateless. */
final class GatewayEntry {
    private static final List<String> WINDOWS_VARIABLES = List.of("LOCALAPPDATA", "ProgramFiles", "ProgramData");
    private static final int GOOSE_SECONDS = 300;

    private GatewayEntry() {}

    /**
     * An entry.
     *
     * @param shape the word of the clients' table
     * @param key what the entry is called
     * @param words the command and its arguments
     */
    static ObjectNode of(String shape, String key, List<String> words, Platform platform) {
        ObjectNode entry = Json.mapper().createObjectNode();
        String command = words.get(0);
        List<String> arguments = words.subList(1, words.size());
        switch (shape) {
            case "opencode" -> {
                entry.put("type", "local");
                entry.set("command", array(words));
                entry.put("enabled", true);
                environment(entry, "environment", platform);
            }
            case "goose" -> {
                entry.set("args", array(arguments));
                entry.putNull("bundled");
                entry.put("cmd", command);
                entry.put("description", "Tools of the MCP servers that are enabled in the MCP gateway");
                entry.put("enabled", true);
                entry.putArray("env_keys");
                entry.putObject("envs");
                environment(entry, "envs", platform);
                entry.put("name", key).put("timeout", GOOSE_SECONDS).put("type", "stdio");
            }
            default -> {
                switch (shape) {
                    case "named" -> entry.put("name", key);
                    case "zed" -> entry.put("source", "custom").put("enabled", true);
                    default -> {}
                }
                boolean exe = shape.equals("codex") && platform.os() == Platform.Os.WINDOWS && command.equals("docker");
                entry.put("command", exe ? "docker.exe" : command);
                entry.set("args", array(arguments));
                environment(entry, "env", platform);
                switch (shape) {
                    case "typed" -> entry.put("type", "stdio");
                    case "transport" -> entry.put("transport", "stdio");
                    default -> {}
                }
            }
        }
        return entry;
    }

    /** Windows programs find little without these, and some clients pass nothing on. */
    private static void environment(ObjectNode entry, String name, Platform platform) {
        if (platform.os() == Platform.Os.WINDOWS) {
            WINDOWS_VARIABLES.stream()
                    .filter(platform.environment()::containsKey)
                    .forEach(variable -> entry.withObject("/" + name)
                            .put(variable, platform.environment().get(variable)));
        }
    }

    private static ArrayNode array(List<String> words) {
        ArrayNode array = Json.mapper().createArrayNode();
        words.forEach(array::add);
        return array;
    }

    /** The words that a client's entry starts; empty if it starts nothing. */
    static List<String> words(JsonNode entry) {
        JsonNode command = entry.path("command").isMissingNode() ? entry.path("cmd") : entry.path("command");
        List<String> words = new ArrayList<>();
        if (command.isArray()) {
            command.forEach(word -> words.add(word.asText()));
        } else if (command.isTextual()) {
            words.add(command.asText());
        }
        entry.path("args").forEach(word -> words.add(word.asText()));
        return words;
    }

    /** The profile that an entry of the gateway's names; empty if none. */
    static String profile(JsonNode entry) {
        return value(words(entry), "--profile")
                .or(() -> value(words(entry), "-p"))
                .orElse("");
    }

    /** The home of the gateway that an entry starts, as it is written; empty for the usual one. */
    static Optional<String> home(JsonNode entry) {
        return value(words(entry), "--home")
                .or(() -> Optional.of(
                        ClientStatus.environment(entry).path("MCP_GATEWAY_HOME").asText("")))
                .filter(home -> !home.isEmpty());
    }

    private static Optional<String> value(List<String> words, String flag) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(flag)) {
                return Optional.of(words.get(i + 1));
            }
        }
        return words.stream()
                .filter(word -> word.startsWith(flag + "="))
                .map(word -> word.substring(flag.length() + 1))
                .findFirst();
    }
}
