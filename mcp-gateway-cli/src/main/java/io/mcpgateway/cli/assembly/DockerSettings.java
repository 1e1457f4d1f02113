package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import java.nio.file.Path;
import java.util.Map;

/** The docker client's own settings: {@code config.json} in {@code DOCKER_CONFIG}, else {@code ~/.docker}. Stateless. */
public final class DockerSettings {
    private DockerSettings() {}

    /** Where they are. */
    public static Path file(Map<String, String> environment) {
        String directory = environment.getOrDefault("DOCKER_CONFIG", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return (directory.isEmpty() ? Path.of(home, ".docker") : Path.of(directory)).resolve("config.json");
    }

    /**
     * What they say; empty if there are none.
     *
     * @throws io.mcpgateway.model.ConfigException if they cannot be read
     */
    public static ObjectNode read(Map<String, String> environment) {
        Path file = file(environment);
        String text = SafeFiles.read(file, Change.MAX_BYTES)
                .map(bytes -> YamlReader.decode(file.toString(), bytes))
                .orElse("");
        return new JsoncEditor(file.toString()).read(text);
    }
}
