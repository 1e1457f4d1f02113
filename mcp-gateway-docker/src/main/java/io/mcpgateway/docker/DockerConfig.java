package io.mcpgateway.docker;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The Docker client's own directory: {@code config.json} and contexts. Read anew for each question; never written. */
final class DockerConfig {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LARGEST = 4 << 20;

    private final Path directory;

    private DockerConfig(Path directory) {
        this.directory = directory;
    }

    /** {@code DOCKER_CONFIG}, else {@code ~/.docker}. */
    static DockerConfig of(Map<String, String> environment) {
        String explicit = environment.getOrDefault("DOCKER_CONFIG", "");
        if (!explicit.isEmpty()) {
            return new DockerConfig(Path.of(explicit).toAbsolutePath());
        }
        String home = environment.getOrDefault("HOME", "");
        return new DockerConfig(Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".docker"));
    }

    Path directory() {
        return directory;
    }

    /** The content of {@code config.json}; a missing node if there is no such file. */
    JsonNode file() {
        return read(directory.resolve("config.json"));
    }

    /** The content of a file; a missing node if it does not exist. */
    static JsonNode read(Path file) {
        try {
            if (!Files.exists(file)) {
                return MissingNode.getInstance();
            }
            if (Files.size(file) > LARGEST) {
                throw new ConfigException(file + " is larger than " + LARGEST + " bytes");
            }
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            // Without the cause: a parser's message quotes the source, which may hold credentials.
            JsonLocation location = e.getLocation();
            throw new ConfigException("%s:%d:%d: not valid JSON"
                    .formatted(
                            file,
                            location == null ? 1 : location.getLineNr(),
                            location == null ? 1 : location.getColumnNr()));
        } catch (IOException e) {
            throw new ConfigException("Cannot read " + file, e);
        }
    }
}
