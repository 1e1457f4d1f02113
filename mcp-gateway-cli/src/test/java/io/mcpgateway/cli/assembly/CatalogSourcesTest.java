package io.mcpgateway.cli.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogSourcesTest {
    @TempDir
    Path home;

    private CatalogSources sources;

    @BeforeEach
    void setUp() {
        sources = new CatalogSources(home);
    }

    private void configured(String... names) throws IOException {
        String members = String.join(
                ",",
                List.of(names).stream()
                        .map(name -> "\"" + name + "\":{\"displayName\":\"" + name + "\"}")
                        .toList());
        Files.writeString(home.resolve("catalog.json"), "{\"catalogs\":{" + members + "}}");
    }

    private void dockerCatalog() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/docker-mcp.yaml"), "registry: {}\n");
    }

    @Test
    void emptyHomeHasNone() {
        assertThat(sources.list(List.of(), List.of())).isEmpty();
    }

    @Test
    void dockersCatalogComesFirstThenConfiguredThenAdditional() throws IOException {
        dockerCatalog();
        configured("team", "docker-mcp", "mine");

        assertThat(sources.list(List.of(), List.of("/x.yaml", "team.yaml")))
                .containsExactly("docker-mcp.yaml", "team.yaml", "mine.yaml", "/x.yaml");
    }

    @Test
    void configuredOnesAreKnownWithoutDockersToo() throws IOException {
        configured("team");

        assertThat(sources.list(List.of(), List.of())).containsExactly("team.yaml");
    }

    @Test
    void namedCatalogsStandAlone() throws IOException {
        dockerCatalog();
        configured("team", "mine");

        assertThat(sources.list(List.of("team"), List.of())).containsExactly("team.yaml");
        assertThat(sources.list(List.of("./team.yaml", "other"), List.of())).containsExactly("./team.yaml", "other");
    }

    @Test
    void dockersOwnNameBringsTheConfiguredOnesAlong() throws IOException {
        configured("team");

        assertThat(sources.list(List.of("docker-mcp.yaml"), List.of())).containsExactly("docker-mcp.yaml", "team.yaml");
    }

    @Test
    void brokenListIsAnError() throws IOException {
        Files.writeString(home.resolve("catalog.json"), "{\"catalogs\":");

        assertThatThrownBy(() -> sources.list(List.of(), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("catalog.json");
    }
}
