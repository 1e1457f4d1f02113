package io.mcpgateway.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OCI catalogs without a registry; with one they are in {@code OciCatalogIT}. */
class OciCatalogCommandsTest {
    private static final String LEGACY = """
            name: team
            displayName: Team Tools
            registry:
              notes:
                title: Notes
                description: Keeps notes.
                type: server
                image: myorg/notes:1
                dateAdded: "2025-05-05"
                readme: http://desktop.docker.com/notes.md
                tools:
                  - name: add_note
                  - name: list_notes
              far:
                type: remote
                remote: {url: "https://example.com/mcp", transport_type: streamable-http}
              odd:
                type: poci
                tools: [{name: x, container: {image: y}}]
            """;

    private static final String REGISTRY = """
            {"servers": [
              {"server": {"name": "org.example/zeta", "description": "Z", "version": "1.0.0",
                "remotes": [{"type": "streamable-http", "url": "https://zeta.example/mcp"}]}},
              {"server": {"name": "org.example/alpha", "description": "A", "version": "1.0.0",
                "packages": [{"registryType": "oci", "identifier": "docker.io/example/alpha:1.0.0",
                  "transport": {"type": "stdio"},
                  "environmentVariables": [{"name": "B_KEY", "isSecret": true}, {"name": "A_KEY", "isSecret": true}]}]}},
              {"server": {"name": "org.example/unwanted", "description": "U", "version": "1.0.0",
                "remotes": [{"type": "streamable-http", "url": "https://u.example/mcp"}]}}],
             "metadata": {}}
            """;

    @TempDir
    private Path home;

    @TempDir
    private Path files;

    private Cli cli;

    @BeforeEach
    void setUp() throws IOException {
        cli = new Cli(home).environment("DOCKER_CONFIG", files.toString());
        Files.writeString(files.resolve("team.yaml"), LEGACY);
        Files.writeString(
                files.resolve("one.yaml"), "name: one\ntype: server\nimage: myorg/one:1\nunknown: {kept: 1.50}\n");
        Files.writeString(files.resolve("two.yaml"), "name: two\ntype: server\nimage: myorg/two:1\n");
        Files.writeString(files.resolve("one-new.yaml"), "name: one\ntype: server\nimage: myorg/one:2\n");
    }

    private String reference(String file) {
        return "file://" + files.resolve(file);
    }

    private Result run(String... arguments) {
        Result result = cli.run(arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    private JsonNode json(String... arguments) {
        return Json.parse(JsonText.of(run(arguments).out()));
    }

    private void refused(int status, String message, String... arguments) {
        Result result = cli.run(arguments);

        assertThat(result.err()).contains(message);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(status);
    }

    private void createTeam() {
        run(
                "catalog",
                "create",
                "myorg/team",
                "--from-legacy-catalog",
                files.resolve("team.yaml").toString());
    }

    @Test
    void legacyCatalogBecomesAnArtifactWithWhatNobodyKnowsInIt() {
        Result created = run(
                "catalog",
                "create",
                "myorg/team",
                "--from-legacy-catalog",
                files.resolve("team.yaml").toString());

        assertThat(created.out()).isEqualTo("Catalog myorg/team:latest created\n");
        assertThat(created.err()).isEqualTo("Left out, being neither image nor remote: odd\n");
        JsonNode shown = json("catalog", "show", "docker.io/myorg/team", "--format", "json");
        assertThat(shown.fieldNames()).toIterable().containsExactly("ref", "source", "title", "servers", "digest");
        assertThat(shown.path("source").asText()).isEqualTo("legacy-catalog:team");
        assertThat(shown.path("title").asText()).isEqualTo("Team Tools");
        assertThat(shown.at("/servers/0").toString())
                .isEqualTo("{\"type\":\"remote\",\"endpoint\":\"https://example.com/mcp\",\"snapshot\":{\"server\":"
                        + "{\"name\":\"far\",\"type\":\"remote\",\"remote\":"
                        + "{\"url\":\"https://example.com/mcp\",\"transport_type\":\"streamable-http\"}}}}");
        assertThat(shown.at("/servers/1/snapshot/server/dateAdded").asText()).isEqualTo("2025-05-05");
        assertThat(shown.at("/servers/1/snapshot/server/readme").asText())
                .isEqualTo("https://desktop.docker.com/notes.md");
    }

    @Test
    void sameContentHasTheSameDigestWhereverAndWhenever(@TempDir Path other) {
        createTeam();
        String digest = json("catalog", "ls", "--kind", "oci", "--format", "json")
                .at("/0/digest")
                .asText();

        cli = new Cli(other);
        run(
                "catalog",
                "create",
                "else/where:v1",
                "--from-legacy-catalog",
                files.resolve("team.yaml").toString());

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(json("catalog", "ls", "--kind", "oci", "--format", "json")
                        .at("/0/digest")
                        .asText())
                .isEqualTo(digest);
    }

    @Test
    void registeredCatalogIsASourceByItsName() {
        run("catalog", "import", files.resolve("team.yaml").toString());

        run("catalog", "create", "myorg/team", "--from-legacy-catalog", "team", "--title", "Mine");

        assertThat(json("catalog", "show", "myorg/team", "--format", "json")
                        .path("title")
                        .asText())
                .isEqualTo("Mine");
    }

    @Test
    void nameAloneMakesAFileAndEveryFlagThatFillsItAnArtifact() {
        assertThat(run("catalog", "create", "mine").out()).isEqualTo("created empty catalog mine\n");
        assertThat(run("catalog", "create", "mine", "--title", "Mine").out())
                .isEqualTo("Catalog mine:latest created\n");
        assertThat(run("catalog", "create", "other", "--server", reference("one.yaml"), "--title", "O")
                        .out())
                .isEqualTo("Catalog other:latest created\n");

        assertThat(run("catalog", "ls").out().lines().map(line -> line.split("\\s+")[0] + " " + line.split("\\s+")[1]))
                .containsExactly("NAME KIND", "mine file", "mine:latest oci", "other:latest oci");
        assertThat(run("catalog", "ls", "--kind", "file").out()).doesNotContain("latest");
        assertThat(run("catalog", "ls", "--kind", "oci").out())
                .startsWith("REFERENCE")
                .doesNotContain("file");
        assertThat(json("catalog", "ls", "--format", "json").at("/catalogs").fieldNames())
                .toIterable()
                .containsExactly("mine");
        assertThat(json("catalog", "ls", "--kind", "oci", "--format", "json")
                        .at("/1/ref")
                        .asText())
                .isEqualTo("other:latest");
        assertThat(run("catalog", "show", "mine:latest").out()).contains("title: Mine");
        assertThat(run("catalog", "show", "mine").out()).contains("(0 servers)");
    }

    @Test
    void keyOfTheIndexIsAFileWhateverItLooksLike() throws IOException {
        Files.writeString(home.resolve("catalog.json"), "{\"catalogs\":{\"a/b\":{\"displayName\":\"AB\"}}}");
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/a_b.yaml"), "name: a/b\nregistry: {}\n");

        assertThat(run("catalog", "rm", "a/b").out()).isEqualTo("removed catalog \"a/b\"\n");
        refused(3, "catalog a/b:latest not found", "catalog", "rm", "a/b");
    }

    @Test
    void emptyListingsAreEmptyAndHaveNoPhantoms() {
        assertThat(json("catalog", "ls", "--kind", "oci", "--format", "json")).isEmpty();
        run("catalog", "create", "myorg/empty", "--title", "Empty");

        assertThat(json("catalog", "server", "ls", "myorg/empty", "--format", "json")
                        .toString())
                .isEqualTo("{\"catalog\":\"myorg/empty:latest\",\"servers\":[],\"title\":\"Empty\"}");
        assertThat(run("catalog", "server", "ls", "myorg/empty").out()).isEqualTo("No servers found\n");
        assertThat(json("catalog", "show", "myorg/empty", "--format", "json")
                        .path("servers")
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void serversAreListedFilteredAndInspected() {
        createTeam();

        assertThat(run("catalog", "server", "ls", "myorg/team").out()).isEqualTo("""
                        Catalog: myorg/team:latest
                        Title: Team Tools
                        Servers (2):

                          far
                            Type: remote
                            Endpoint: https://example.com/mcp

                          notes
                            Title: Notes
                            Description: Keeps notes.
                            Type: image
                            Image: myorg/notes:1
                            Tools: 2
                        """);
        assertThat(json("catalog", "server", "list", "myorg/team", "-f", "name=NOT", "--format", "json")
                        .at("/servers"))
                .hasSize(1);
        refused(2, "unsupported filter key: type", "catalog", "server", "ls", "myorg/team", "-f", "type=x");
        refused(2, "expected key=value", "catalog", "server", "ls", "myorg/team", "-f", "name");
        refused(3, "catalog myorg/taem:latest not found; did you mean", "catalog", "server", "ls", "myorg/taem");
        JsonNode far = json("catalog", "server", "inspect", "myorg/team", "far", "--format", "json");
        assertThat(far.path("endpoint").asText()).isEqualTo("https://example.com/mcp");
        refused(
                3,
                "server ntoes not found in catalog myorg/team:latest; did you mean 'notes'?",
                "catalog",
                "server",
                "inspect",
                "myorg/team",
                "ntoes");
    }

    @Test
    void readmeThatCannotBeHadIsNotedAndNoFailure() throws IOException {
        Files.writeString(
                files.resolve("one.yaml"),
                "name: one\ntype: server\nimage: i\nreadme: https://127.0.0.1:1/readme.md\n");
        run("catalog", "create", "myorg/one", "--title", "T", "--server", reference("one.yaml"));

        Result shown = run("catalog", "server", "inspect", "myorg/one", "one");

        assertThat(shown.err()).startsWith("Without its readme: ");
        assertThat(shown.out()).startsWith("type: image\n").doesNotContain("readmeContent");
    }

    @Test
    void serversAreAddedReplacedInPlaceAndRemoved() {
        run("catalog", "create", "myorg/c", "--title", "C", "--server", reference("one.yaml"));

        Result added = run(
                "catalog",
                "server",
                "add",
                "myorg/c",
                "--server",
                reference("two.yaml"),
                "--server",
                reference("one-new.yaml"));

        assertThat(added.out()).isEqualTo("""
                        Replaced server one in catalog myorg/c:latest
                        Added 2 server(s) to catalog 'myorg/c:latest' (replaced 1)
                        """);
        JsonNode servers =
                json("catalog", "show", "myorg/c", "--format", "json").path("servers");
        assertThat(servers.findValuesAsText("image"))
                .containsExactly("myorg/one:2", "myorg/one:2", "myorg/two:1", "myorg/two:1");
        assertThat(run("catalog", "server", "rm", "myorg/c", "two", "--name", "nobody")
                        .out())
                .isEqualTo("Removed 1 server(s) from catalog 'myorg/c:latest'\n");
        refused(3, "no matching servers found to remove", "catalog", "server", "remove", "myorg/c", "two");
        refused(2, "at least one server name must be specified", "catalog", "server", "remove", "myorg/c");
        refused(2, "at least one server must be specified", "catalog", "server", "add", "myorg/c");
        run("undo");
        assertThat(json("catalog", "server", "ls", "myorg/c", "--format", "json")
                        .path("servers"))
                .hasSize(2);
    }

    @Test
    void unknownMembersAndNumbersSurvive() {
        run("catalog", "create", "myorg/c", "--title", "C", "--server", reference("one.yaml"));

        assertThat(run("catalog", "show", "myorg/c", "--format", "json").out()).contains("\"kept\" : 1.50");
        assertThat(run("catalog", "show", "myorg/c").out()).contains("kept: 1.50");
    }

    @Test
    void twoServersOfOneNameAreRefusedEverywhere() {
        String[] twice = {"--server", reference("one.yaml"), "--server", reference("one-new.yaml")};

        refused(
                2,
                "duplicate server name one",
                "catalog",
                "create",
                "a/b",
                "--title",
                "T",
                twice[0],
                twice[1],
                twice[2],
                twice[3]);
        createTeam();
        refused(
                2,
                "duplicate server name one",
                "catalog",
                "server",
                "add",
                "myorg/team",
                twice[0],
                twice[1],
                twice[2],
                twice[3]);
        assertThat(json("catalog", "ls", "--kind", "oci", "--format", "json")).hasSize(1);
    }

    @Test
    void profileGivesItsServersAndKeepsItsConfiguration() throws IOException {
        Files.createDirectories(home.resolve("profiles"));
        Files.writeString(home.resolve("profiles/dev.yaml"), """
                version: 1
                id: dev
                name: Dev Tools
                servers:
                  - type: image
                    image: myorg/notes:1
                    config: {dir: /private}
                    secrets: default
                    tools: [add_note]
                    catalog_ref: myorg/cat:latest
                    snapshot: {server: {name: notes, type: server, image: "myorg/notes:1"}}
                """);

        run("catalog", "create", "myorg/dev", "--from-profile", "dev");

        JsonNode shown = json("catalog", "show", "myorg/dev", "--format", "json");
        assertThat(shown.path("title").asText()).isEqualTo("Dev Tools");
        assertThat(shown.path("source").asText()).isEqualTo("profile:dev");
        assertThat(shown.at("/servers/0").toString())
                .isEqualTo(
                        "{\"type\":\"image\",\"image\":\"myorg/notes:1\",\"tools\":[\"add_note\"],"
                                + "\"snapshot\":{\"server\":{\"name\":\"notes\",\"type\":\"server\",\"image\":\"myorg/notes:1\"}}}");
        refused(3, "profile dve not found; did you mean 'dev'?", "catalog", "create", "a/b", "--from-profile", "dve");
    }

    @Test
    void registryGivesItsServersInTheOrderOfTheirNames() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = REGISTRY.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        String place = "127.0.0.1:" + server.getAddress().getPort();
        try {
            String[] line = {
                "catalog",
                "create",
                "myorg/all",
                "--from-community-registry",
                "http://" + place,
                "--allow-remote",
                place,
                "--exclude",
                "org.example/unwanted"
            };
            Result created = run(line);
            JsonNode shown = json("catalog", "show", "myorg/all", "--format", "json");
            run(line);

            assertThat(created.out()).isEqualTo("Catalog myorg/all:latest created\n");
            assertThat(created.err()).contains("Fetched 3 servers", "Imported: 2", "Skipped: 1", "excluded: 1");
            assertThat(shown.path("title").asText()).isEqualTo("MCP Community Registry");
            assertThat(shown.path("servers").findValuesAsText("type")).contains("image", "remote");
            assertThat(shown.path("servers").findValues("tags").toString())
                    .isEqualTo("[[\"community\"], [\"community\"]]");
            assertThat(json("catalog", "show", "myorg/all", "--format", "json").path("digest"))
                    .as("made again")
                    .isEqualTo(shown.path("digest"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void toolsAreLeftOutOnDemand() {
        createTeam();

        assertThat(run("catalog", "show", "myorg/team", "--no-tools").out())
                .contains("notes")
                .doesNotContain("add_note");
        refused(2, "cannot use --no-tools and --yq together", "catalog", "show", "a/b", "--no-tools", "--yq", ".x");
        assertThat(run("catalog", "show", "myorg/team", "--yq", ".servers[].snapshot.server.name")
                        .out())
                .isEqualTo("far\nnotes\n");
        assertThat(json("catalog", "show", "myorg/team", "--json", "--yq", ".servers | length")
                        .asInt())
                .isEqualTo(2);
        refused(2, "--yq: '.servers[' is not understood", "catalog", "show", "a/b", "--yq", ".servers[");
        refused(2, "are for OCI catalogs", "catalog", "show", "starter", "--no-tools");
    }

    @Test
    void tagIsACopyThatSaysWhereItCameFrom() {
        createTeam();

        assertThat(run("catalog", "tag", "myorg/team", "ghcr.io/myorg/team:v2").out())
                .isEqualTo("Tagged catalog myorg/team:latest as ghcr.io/myorg/team:v2\n");
        JsonNode all = json("catalog", "ls", "--kind", "oci", "--format", "json");
        assertThat(all.findValuesAsText("ref")).containsExactly("ghcr.io/myorg/team:v2", "myorg/team:latest");
        assertThat(all.findValuesAsText("source")).containsExactly("oci:myorg/team:latest", "legacy-catalog:team");
        assertThat(all.at("/0/digest")).isEqualTo(all.at("/1/digest"));
        refused(3, "catalog no/where:latest not found", "catalog", "tag", "no/where", "a/b");
        refused(2, "without a digest", "catalog", "tag", "myorg/team", "a/b@sha256:" + "0".repeat(64));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "catalog create myorg/x | title is required when",
                "catalog create UPPER/x --title T | valid OCI reference",
                "catalog create a/b@sha256:00 --title T | without a digest",
                "catalog create a/b --from-profile x --from-legacy-catalog y | only one of --from-profile",
                "catalog create a/b --title T --exclude x | --exclude can only be used when creating",
                "catalog create a/b --title T --include-npm | --include-npm can only be used when creating",
                "catalog create a/b --title T --server nonsense | failed to resolve server reference \"nonsense\": invalid server value",
                "catalog pull https://example.com/x | valid OCI reference",
                "catalog ls --kind both | there are all, file and oci",
                "catalog show a/b --pull sometimes | invalid pull option sometimes: should be missing, never",
                "catalog show a/b --pull always@soon | write a duration",
                "catalog show a/b --pull missing@-1h | must be positive",
                "catalog show a/b --pull missing+ | invalid pull option",
            })
    void badInputIsRefusedInOneLineWithoutAChange(String line, String message) throws IOException {
        Result refused = cli.run(line.split(" "));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err().lines().findFirst().orElseThrow()).contains(message);
        assertThat(refused.out()).isEmpty();
        try (var left = Files.list(home)) {
            assertThat(left.filter(path -> !path.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void fileCatalogIsNotPushedButTheWayIsShown() {
        run("catalog", "create", "mine");

        refused(2, "'catalog create REFERENCE --from-legacy-catalog mine' makes", "catalog", "push", "mine");
    }

    @Test
    void dryRunShowsTheDifferenceAndMakesNone() {
        Result shown =
                run("catalog", "create", "myorg/c", "--title", "C", "--dry-run", "--server", reference("one.yaml"));

        assertThat(shown.out()).contains("+++ ", "oci-catalogs/myorg+c=latest.json", "+\"title\": \"C\"");
        assertThat(home.resolve("oci-catalogs")).doesNotExist();
    }

    @Test
    void replacingIsAskedFirstWhereSomebodyCanAnswer() {
        run("catalog", "create", "myorg/c", "--title", "C");

        Result asked = cli.answers("n\n").run("catalog", "create", "myorg/c", "--title", "D");

        assertThat(asked.status()).isEqualTo(5);
        assertThat(asked.err()).contains("This replaces the catalog myorg/c:latest");
        assertThat(json("catalog", "show", "myorg/c", "--format", "json")
                        .path("title")
                        .asText())
                .isEqualTo("C");
    }

    @Test
    void brokenCatalogIsNamedAndLeftAlone() throws IOException {
        Path file = broken();

        for (String[] line :
                new String[][] {{"catalog", "show", "myorg/c"}, {"catalog", "server", "rm", "myorg/c", "x"}}) {
            Result refused = cli.run(line);
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.err()).startsWith(file + ":1:").doesNotContain("s3cret");
        }
        assertThat(file).content().contains("s3cret");
    }

    private Path broken() throws IOException {
        Path file = Files.createDirectories(home.resolve("oci-catalogs")).resolve("myorg+c=latest.json");
        return Files.writeString(file, "{\"ref\": \"myorg/c:latest\", s3cret");
    }

    @Test
    void brokenCatalogDoesNotHideTheOthers() throws IOException {
        createTeam();
        Path file = broken();

        for (String[] line : new String[][] {
            {"catalog", "ls"}, {"catalog", "ls", "--kind", "oci"}, {"catalog", "ls", "--kind", "oci", "--json"}
        }) {
            Result listed = cli.run(line);
            assertThat(listed.status()).isEqualTo(2);
            assertThat(listed.out()).contains("myorg/team:latest").doesNotContain("myorg/c");
            assertThat(listed.err())
                    .startsWith(file + ":1:")
                    .doesNotContain("s3cret")
                    .hasLineCount(1);
        }
        assertThat(cli.run("catalog", "ls", "--json").status()).isZero();
        refused(
                3,
                "catalog myorg/tem:latest not found; did you mean 'myorg/team:latest'?",
                "catalog",
                "show",
                "myorg/tem");
        assertThat(complete("catalog", "push", "")).contains("myorg/team:latest\tTeam Tools");
    }

    @Test
    void brokenCatalogCanBeRemoved() throws IOException {
        Path file = broken();

        assertThat(run("catalog", "rm", "myorg/c").out()).isEqualTo("Removed catalog myorg/c:latest\n");
        assertThat(file).doesNotExist();
        refused(3, "catalog myorg/c:latest not found", "catalog", "rm", "myorg/c");
    }

    @Test
    void whatExistsIsCompleted() {
        createTeam();

        assertThat(complete("catalog", "push", "")).contains("myorg/team:latest\tTeam Tools");
        assertThat(complete("catalog", "server", "inspect", "myorg/team", "")).contains("far", "notes\tNotes");
        assertThat(complete("catalog", "server", "rm", "myorg/team", "far", "n"))
                .contains("notes\tNotes");
        assertThat(complete("catalog", "create", "a/b", "--server", "cat"))
                .contains("catalog://", "catalog://myorg/team:latest/\tTeam Tools");
        assertThat(complete("catalog", "ls", "--kind", "")).contains("all", "file", "oci");
        assertThat(complete("catalog", "server", "rm", "UPPER", "")).containsExactly(":4");
    }

    private List<String> complete(String... words) {
        List<String> line = new ArrayList<>(List.of("__complete"));
        line.addAll(List.of(words));
        return run(line.toArray(String[]::new)).out().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog push a/b:1",
                "catalog tag a/b c/d",
                "catalog rm a/b",
                "catalog show a/b",
                "catalog server ls a/b",
                "catalog server inspect a/b c",
                "catalog server add a/b --server file://x.yaml",
                "catalog server rm a/b c"
            })
    void missingCatalogIsNotFound(String line) {
        Result refused = cli.run(line.split(" "));

        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err())
                .startsWith("catalog a/b:")
                .contains("not found")
                .doesNotContain("sql");
        assertThat(refused.err().lines()).hasSize(1);
    }
}
