package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The docker client's own settings: {@code config.json} in {@code DOCKER_CONFIG}, else {@code ~/.docker}. Stateless. */
public final class DockerSettings {
    private DockerSettings() {}

    /** The docker client's folder: its settings, and its plugins. */
    public static Path folder(Map<String, String> environment) {
        String directory = environment.getOrDefault("DOCKER_CONFIG", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return directory.isEmpty() ? Path.of(home, ".docker") : Path.of(directory);
    }

    /** Where they are. */
    public static Path file(Map<String, String> environment) {
        return folder(environment).resolve("config.json");
    }

    /**
     * What they say; empty if there are none.
     *
     * @throws io.mcpgateway.model.ConfigException if they cannot be read
     */
    public static ObjectNode read(Map<String, String> environment) {
        Path file = file(environment);
        Optional<byte[]> content = SafeFiles.read(file, Change.MAX_BYTES);
        // Each start of a gateway asks; where there is nothing to parse, no parser is to be loaded.
        return content.isEmpty()
                ? JsonNodeFactory.instance.objectNode()
                : new JsoncEditor(file.toString()).read(YamlReader.decode(file.toString(), content.get()));
    }
}
