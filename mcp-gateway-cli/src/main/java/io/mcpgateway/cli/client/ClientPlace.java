package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client's settings in one place.
 *
 * @param client whose
 * @param isGlobal for all of the user's projects, and not for one
 * @param file the settings; need not exist
 */
record ClientPlace(AiClient client, boolean isGlobal, Path file) {
    /**
     * The place that a command means.
     *
     * @throws GatewayException if there is no such client, or it has no such settings
     */
    static ClientPlace of(String id, boolean global, Platform platform) {
        Map<String, AiClient> all = AiClient.all();
        AiClient client = all.get(id);
        if (client == null) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND, "Vendor not found: " + id + Suggestions.didYouMean(id, all.keySet()));
        }
        if (global) {
            if (!client.isGlobal()) {
                throw new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "Vendor not found: " + id + ". Did you mean to not use the --global flag?");
            }
            return global(client, platform)
                    .orElseThrow(() -> new ConfigException(
                            id + ": no valid config paths found (all paths contain undefined environment variables)"));
        }
        if (client.project().isEmpty()) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    client.format().equals("toml")
                            ? id + " only supports global configuration. Re-run with --global or -g"
                            : "Vendor not found: " + id + ". Did you mean to use the --global flag?");
        }
        return project(client, root(platform)).orElseThrow();
    }

    static Path root(Platform platform) {
        return platform.projectRoot()
                .orElseThrow(() -> new ConfigException(
                        "could not find root project root (use --global flag to update global configuration)"));
    }

    /** The client's settings for all projects: the first file that exists, else the first that could. */
    static Optional<ClientPlace> global(AiClient client, Platform platform) {
        List<Path> candidates = client.files().getOrDefault(platform.os().text(), List.of()).stream()
                .flatMap(pattern -> platform.resolve(pattern).stream())
                .toList();
        return candidates.stream()
                .filter(Files::exists)
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .map(file -> new ClientPlace(client, true, file));
    }

    /** The client's settings in a project; empty if it has none. */
    static Optional<ClientPlace> project(AiClient client, Path root) {
        return client.project().map(file -> new ClientPlace(client, false, root.resolve(file)));
    }

    /** Whether the client seems to be on this machine. */
    boolean isInstalled(Platform platform) {
        return Files.isReadable(file)
                || client.installed().getOrDefault(platform.os().text(), List.of()).stream()
                        .flatMap(pattern -> platform.resolve(pattern).stream())
                        .anyMatch(Files::exists);
    }

    String entryShape() {
        return isGlobal ? client.entry() : client.projectEntry();
    }
}
