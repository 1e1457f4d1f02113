package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog bootstrap}. */
@Command
public final class CatalogBootstrap extends CatalogChange {
    private static final List<String> SAMPLES = List.of("dockerhub", "docker");

    @Parameters(arity = "1", paramLabel = "FILE", description = "Where to write it; must not exist")
    private String file = "";

    /** The command of a run. */
    public CatalogBootstrap(Session session) {
        super(session);
    }

    @Override
    int run() {
        if (Files.exists(Path.of(file))) {
            throw new ConfigException("file \"" + file + "\" already exists - will not overwrite");
        }
        Consumer<CatalogFiles> fetched = fetchDocker();
        options().change("catalog bootstrap " + file, change -> {
            CatalogFiles files = new CatalogFiles(session(), change);
            fetched.accept(files);
            byte[] docker = files.content(files.index().require(CatalogNames.DOCKER));
            JsonNode registry = new YamlEditor(CatalogNames.DOCKER)
                    .read(YamlReader.decode(CatalogNames.DOCKER, docker))
                    .path("registry");
            if (!registry.isObject()) {
                throw new ConfigException("docker catalog missing 'registry' section");
            }
            ObjectNode samples = Json.mapper().createObjectNode();
            for (String sample : SAMPLES) {
                if (!registry.path(sample).isObject()) {
                    throw new GatewayException(ErrorCode.NOT_FOUND, "docker catalog missing '" + sample + "' server");
                }
                samples.set(sample, registry.get(sample));
            }
            String text = new YamlEditor(file).set("", List.of("registry"), samples);
            new OwnProcesses(session()).check(CatalogNames.DOCKER, text.getBytes(StandardCharsets.UTF_8));
            change.write(Path.of(file), text);
        });
        return 0;
    }
}
