package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Which catalogs a command reads, in order; a later one wins. Nothing is fetched here. */
final class CatalogSources {
    private static final String DOCKER = "docker-mcp";
    private static final String DOCKER_FILE = DOCKER + ".yaml";
    private static final List<String> DOCKER_NAMES = List.of(
            DOCKER_FILE,
            "https://desktop.docker.com/mcp/catalog/v2/catalog.yaml",
            "https://desktop.docker.com/mcp/catalog/v3/catalog.yaml");

    private final Path home;

    CatalogSources(Path home) {
        this.home = home;
    }

    /**
     * What the flags and {@code catalog.json} come to: names of files in the home's {@code catalogs}, paths, URLs.
     *
     * @throws ConfigException if {@code catalog.json} cannot be read
     */
    List<String> list(List<String> flag, List<String> additional) {
        List<String> configured = configured();
        List<String> sources = new ArrayList<>();
        for (String entry : flag) {
            sources.add(fileOf(entry, configured));
        }
        if (sources.isEmpty() && Files.exists(home.resolve("catalogs").resolve(DOCKER_FILE))) {
            sources.add(DOCKER_FILE);
        }
        // Upstream adds the configured ones to Docker's own catalog only; without any named one they are all there is.
        if (flag.isEmpty() || (sources.size() == 1 && DOCKER_NAMES.contains(sources.get(0)))) {
            configured.stream()
                    .filter(name -> !name.equals(DOCKER))
                    .map(this::fileOf)
                    .forEach(sources::add);
        }
        sources.addAll(additional);
        return List.copyOf(new LinkedHashSet<>(sources));
    }

    /** The names in {@code catalog.json}, in its order. */
    List<String> configured() {
        List<String> names = new ArrayList<>();
        catalogs(home).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What {@code catalog.json} says of each catalog. */
    static JsonNode catalogs(Path home) {
        Path file = home.resolve("catalog.json");
        Optional<byte[]> content = SafeFiles.read(file, Change.MAX_BYTES);
        if (content.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        String source = file.toString();
        return new JsoncEditor(source)
                .read(YamlReader.decode(source, content.get()))
                .path("catalogs");
    }

    private static boolean looksLikePath(String entry) {
        return entry.contains(".yaml") || entry.startsWith("/") || entry.startsWith("./") || entry.startsWith("../");
    }

    /** The file behind a word, if that is the name of a configured catalog; else the word. */
    String resolved(String word) {
        return fileOf(word, configured());
    }

    private String fileOf(String word, List<String> configured) {
        return configured.contains(word) && !looksLikePath(word) ? fileOf(word) : word;
    }

    private String fileOf(String name) {
        return String.valueOf(CatalogFileNames.file(home, name).getFileName());
    }
}
