package io.mcpgateway.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandsTest {
    private static final String CATALOG = """
            name: docker-mcp
            displayName: A Catalog
            registry:
              notes:
                type: server
                image: example/notes
                title: Notes
                description: Keeps notes.
                unknown: {kept: true}
                secrets:
                  - {name: notes.token, env: NOTES_TOKEN}
                  - {name: notes.key, env: NOTES_KEY}
                config:
                  - name: notes
                    properties:
                      path: {type: string}
                      depth: {type: object, properties: {max: {type: integer}}}
                volumes: ['{{notes.path}}:/data']
                tools:
                  - {name: add_note, description: Adds a note}
                  - {name: delete_note}
              time:
                type: server
                image: example/time
                description: Another time.
            """;

    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(home);
    }

    private void catalog() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/docker-mcp.yaml"), CATALOG);
    }

    private List<String> enabled() {
        JsonNode rows = Json.parse(
                JsonText.of(cli.run("server", "ls", "--format", "json").out()));
        return rows.findValuesAsText("name");
    }

    @Test
    void starterServersAreOnWhileNothingIsChosen() {
        assertThat(enabled()).containsExactly("files", "memory", "time");
        assertThat(home.resolve("registry.yaml")).doesNotExist();
        assertThat(cli.run("server", "ls").out()).contains("MCP Servers (3 enabled, until you choose");
    }

    @Test
    void firstChoiceIsTheWholeChoice() {
        Result result = cli.run("server", "enable", "time");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Enabled time", "off from here: memory, files");
        assertThat(enabled()).containsExactly("time");
    }

    @Test
    void disablingFirstKeepsTheOthers() {
        assertThat(cli.run("server", "rm", "memory").status()).isZero();

        assertThat(enabled()).containsExactly("files", "time");
    }

    @Test
    void emptyRegistryIsAChoiceToo() throws IOException {
        Files.writeString(home.resolve("registry.yaml"), "");

        assertThat(enabled()).isEmpty();
        assertThat(cli.run("server", "ls").out()).isEqualTo("No server is enabled\n");
        assertThat(cli.run("server", "ls", "--json").out()).isEqualTo("[ ]\n");
    }

    @Test
    void unknownServerChangesNothingAndSuggests() {
        Result result = cli.run("server", "enable", "time", "tiem");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("server tiem not found in catalog; did you mean 'time'?\n");
        assertThat(home.resolve("registry.yaml")).doesNotExist();
    }

    @Test
    void commentsAndOtherServersSurvive() throws IOException {
        Files.writeString(home.resolve("registry.yaml"), "# mine\nregistry:\n  gone:\n    ref: \"\"\n    extra: 1\n");

        assertThat(cli.run("server", "add", "time").status()).isZero();

        assertThat(home.resolve("registry.yaml")).content().contains("# mine", "extra: 1", "time:");
        assertThat(cli.run("server", "ls").out()).contains("(in no catalog)");
    }

    @Test
    void enablingSaysWhatIsMissing() throws IOException {
        catalog();

        Result result = cli.run("server", "enable", "notes");

        assertThat(result.err())
                .contains("Enabled notes (server, " + home.resolve("catalogs/docker-mcp.yaml"))
                .contains("It needs the secret notes.token: add a line notes.token=VALUE to " + home.resolve(".env"))
                .contains(home.resolve("config.yaml").toString());
    }

    @Test
    void statusFollowsSecretsAndConfiguration() throws IOException {
        catalog();
        cli.run("server", "enable", "notes");
        assertThat(cli.run("server", "ls").out()).contains("▲ required  ▲ required  Keeps notes.");

        Files.writeString(home.resolve(".env"), "notes.token=x\n");
        Files.writeString(home.resolve("config.yaml"), "notes:\n  path: /tmp\n");
        assertThat(cli.run("server", "ls").out()).contains("◐ partial  ◐ partial  Keeps notes.");

        Files.writeString(home.resolve(".env"), "notes.token=x\nnotes.key=y\n");
        Files.writeString(home.resolve("config.yaml"), "notes:\n  path: /tmp\n  depth:\n    max: 3\n");
        assertThat(cli.run("server", "ls").out()).contains("✓ done   ✓ done  Keeps notes.");
    }

    @Test
    void inspectShowsWhatIsKnownAndNoSecretValue() throws IOException {
        catalog();
        Files.writeString(home.resolve(".env"), "notes.token=s3cret\n");
        Files.writeString(home.resolve("tools.yaml"), "notes:\n  - add_note\n");

        Result result = cli.run("server", "inspect", "notes");

        JsonNode shown = Json.parse(JsonText.of(result.out()));
        assertThat(shown.path("enabled").asBoolean()).isFalse();
        assertThat(shown.at("/secrets/0/stored").asBoolean()).isTrue();
        assertThat(shown.at("/secrets/1/stored").asBoolean()).isFalse();
        assertThat(shown.at("/tools/0/enabled").asBoolean()).isTrue();
        assertThat(shown.at("/tools/1/enabled").asBoolean()).isFalse();
        assertThat(shown.at("/entry/unknown/kept").asBoolean()).isTrue();
        assertThat(shown.at("/keepsStateIn/0").asText()).isEqualTo("{{notes.path}}:/data");
        assertThat(result.out()).doesNotContain("s3cret");
    }

    @Test
    void ownCatalogWinsOverTheStarterOnceServersAreChosen() throws IOException {
        catalog();
        JsonNode before =
                Json.parse(JsonText.of(cli.run("server", "inspect", "time").out()));
        Files.writeString(home.resolve("registry.yaml"), "registry: {}\n");
        JsonNode after =
                Json.parse(JsonText.of(cli.run("server", "inspect", "time").out()));

        assertThat(before.path("type").asText()).isEqualTo("jvm");
        assertThat(after.path("type").asText()).isEqualTo("server");
    }

    @Test
    void brokenFileIsAnErrorWithItsPlaceAndIsLeftAlone() throws IOException {
        Files.writeString(home.resolve("registry.yaml"), "registry:\n  a: {\n");

        Result result = cli.run("server", "enable", "time");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(home.resolve("registry.yaml") + ":").doesNotContain("\tat ");
        assertThat(home.resolve("registry.yaml")).hasContent("registry:\n  a: {\n");
    }

    @Test
    void disablingWhatIsNotEnabledWritesNothing() {
        Result result = cli.run("server", "disable", "nosuch");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo("nosuch was not enabled\n");
        assertThat(home.resolve("registry.yaml")).doesNotExist();
        assertThat(enabled()).containsExactly("files", "memory", "time");
    }

    @Test
    void disablingDoesNotSwitchTheDefaultProfileOff() throws IOException {
        Files.createDirectories(home.resolve("profiles"));
        Files.writeString(home.resolve("profiles/default.yaml"), "version: 1\nid: default\nname: d\nservers: []\n");

        Result result = cli.run("server", "disable", "nosuch");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .hasLineCount(1)
                .contains("the profile default", "mcp-gateway profile server remove default");
        assertThat(home.resolve("registry.yaml")).doesNotExist();
    }

    @Test
    void aSecretWithAnImpossibleNameIsSaidAndStopsNothing() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(
                home.resolve("catalogs/docker-mcp.yaml"),
                "registry:\n  odd:\n    type: server\n    image: example/odd\n    secrets: [{name: \"a b\", env: K}]\n");

        Result result = cli.run("server", "enable", "odd");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("Enabled odd").containsOnlyOnce("Invalid secret name 'a b'");
        assertThat(result.err()).doesNotContain("add a line a b=");
        assertThat(cli.run("server", "ls").out()).contains("odd").contains("▲ required");
        assertThat(cli.run("server", "inspect", "odd").status()).isZero();
    }
}
