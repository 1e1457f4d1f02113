package io.mcpgateway.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogShowTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(home);
    }

    private Path catalog(String name, String text) throws IOException {
        Path file = Files.createDirectories(home.resolve("catalogs")).resolve(name);
        return Files.writeString(file, text);
    }

    @Test
    void starterIsShownWhereThereIsNoOther() {
        assertThat(cli.run("catalog", "show").out()).contains("(3 servers)", "time ", "memory ", "files ");
    }

    @Test
    void dockersCatalogIsShownWhereItIsThere() throws IOException {
        catalog(
                "docker-mcp.yaml",
                "displayName: Whales\nregistry:\n  b: {type: server, image: x}\n  a: {type: server, image: y}\n");

        Result result = cli.run("catalog", "show");

        assertThat(result.out()).startsWith("Whales (2 servers)");
        assertThat(result.out().indexOf("\na ")).isLessThan(result.out().indexOf("\nb "));
        assertThat(cli.run("catalog", "show", "starter").out()).contains("time ");
    }

    @Test
    void tableFitsTheTerminalAndColoursObeyTheUser() throws IOException {
        catalog(
                "docker-mcp.yaml",
                "registry:\n  a: {type: server, image: x, description: '" + "word ".repeat(60) + "'}\n");

        assertThat(cli.terminal(70)
                        .environment("NO_COLOR", "1")
                        .run("catalog", "show")
                        .out()
                        .lines())
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(70).doesNotContain("\u001b"));
        assertThat(cli.environment("NO_COLOR", "").run("catalog", "show").out()).startsWith("\u001b[1m");
    }

    @Test
    void jsonKeepsWhatIsNotUnderstood() throws IOException {
        catalog("team.yaml", "name: team\nregistry:\n  a: {type: server, image: x, dynamic: {tools: true}, n: 1.50}\n");

        JsonNode shown = Json.parse(
                JsonText.of(cli.run("catalog", "show", "team", "--format=json").out()));

        assertThat(shown.path("name").asText()).isEqualTo("team");
        assertThat(shown.at("/registry/a/dynamic/tools").asBoolean()).isTrue();
    }

    @Test
    void entriesThatAreLeftOutAreTold() throws IOException {
        Path file = catalog("bad.yaml", "registry:\n  ok: {type: server, image: x}\n  odd: {type: teapot}\n");

        Result result = cli.run("catalog", "show", file.toString());

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("(1 server)");
        assertThat(result.err()).contains("! Left out:", "odd");
    }

    @Test
    void missingCatalogIsAnError() {
        Result result = cli.run("catalog", "show", "nope");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("catalog \"nope\" not found\n");
    }

    @Test
    void realCatalogIsShownWhole() {
        String real = System.getenv().getOrDefault("MCP_GATEWAY_TEST_CATALOG", "");
        if (real.isEmpty()) {
            System.err.println("SKIPPED: MCP_GATEWAY_TEST_CATALOG names no catalog file");
        }
        assumeThat(real).isNotEmpty();

        Result result = cli.run("catalog", "show", real);

        assertThat(result.status()).isZero();
        assertThat(result.out().lines().count()).isGreaterThan(300);
    }
}
