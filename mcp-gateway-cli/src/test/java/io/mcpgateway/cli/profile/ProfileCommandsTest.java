package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCommandsTest {
    @TempDir
    Path directory;

    private ProfileHome home;

    @BeforeEach
    void setUp() {
        home = new ProfileHome(directory);
    }

    @Test
    void createWritesTheExportedForm() {
        assertThat(home.ok("profile", "create", "--name", "Dev Tools", "--server", "catalog://mine/notes+web"))
                .isEqualTo("Created profile dev_tools with 2 servers\n");

        assertThat(home.text("dev_tools"))
                .startsWith("""
                version: 1
                id: dev_tools
                name: "Dev Tools"
                servers:
                  - type: image
                    secrets: default
                    image: "example/notes:1"
                    catalog_ref: mine
                    snapshot:
                      server:
                        name: notes
                        title: Notes
                        type: server
                        image: "example/notes:1"
                        future:
                          a: 1.10
                """)
                .endsWith("""
                secrets:
                  default:
                    provider: docker-desktop-store
                """)
                .contains("  - type: remote\n    secrets: default\n    endpoint: \"https://web.example/mcp\"\n");
        assertThat(home.ok("undo", "--dry-run")).contains("+++ /dev/null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2|create|--name is required",
                "2|create --name x --from-template starter --server catalog://mine/notes|mutually exclusive",
                "3|create --from-template startr|unknown template: startr; did you mean 'starter'?",
                "2|create --name x --id ../y|cannot be the id",
                "2|create --name DEV|profile with id dev already exists",
                "2|create --name y --id Dev|profile with id dev already exists",
                "3|create --name x --connect curser|client curser is not supported; did you mean 'cursor'?",
                "3|create --name x --server catalog://mine/note|[note]; did you mean 'notes'?",
                "3|create --name x --server catalog://min/notes|catalog min not found; did you mean 'mine'?",
                "2|create --name x --server notes|invalid server value: notes",
                "3|show de|profile de not found; did you mean 'dev'?",
                "3|show ../dev|profile ../dev not found",
                "3|remove nope|profile nope not found",
                "3|export nope a.yaml|profile nope not found",
                "2|export dev a.txt|unsupported file extension: a.txt",
                "2|export dev no/such/folder.yaml|its folder does not exist",
                "3|import no-such.yaml|there is no such file",
                "3|manual-instructions nope|profile nope not found",
                "3|push nope example.org/x:1|profile nope not found",
                "2|push dev example.org/x@sha256:12|without a digest",
                "2|pull UPPER|no reference",
            })
    void whatIsWrongIsOneLine(int status, String words, String message) {
        home.dev("notes");

        assertThat(home.fails(status, ("profile " + words).split(" "))).contains(message);
    }

    @Test
    void listsAreTablesAndDocuments() {
        assertThat(home.ok("profile", "ls")).isEqualTo("No profiles found\n");
        assertThat(home.ok("profile", "ls", "--format", "json")).isEqualTo("[ ]\n");
        assertThat(home.ok("profile", "ls", "--format", "yaml")).isEqualTo("[]\n");
        home.dev("notes", "web");

        assertThat(home.ok("profile", "list").lines()).containsExactly("ID   SERVERS  NAME", "dev  2        Dev");
        JsonNode list = home.json("profile", "list", "--format", "json");
        assertThat(list.at("/0/id").asText()).isEqualTo("dev");
        assertThat(list.at("/0/servers/0/tools").isNull()).isTrue();
        assertThat(list.at("/0/servers/0/catalogRef").asText()).isEqualTo("mine");
        assertThat(list.at("/0/secrets/default/provider").asText()).isEqualTo("docker-desktop-store");
        assertThat(home.ok("profile", "show", "dev")).isEqualTo(home.text("dev"));
        assertThat(home.ok("profile", "show", "dev", "--format", "human")).isEqualTo(home.text("dev"));
    }

    @Test
    void aPartIsShownInEachFormat() {
        home.dev("notes", "web");

        assertThat(home.ok("profile", "show", "dev", "--yq", ".servers[].snapshot.server.name"))
                .isEqualTo("notes\nweb\n");
        assertThat(home.ok("profile", "show", "dev", "--json", "--yq", ".servers[0].tools, .servers[0].catalogRef"))
                .isEqualTo("null\n\"mine\"\n");
        assertThat(home.ok("profile", "show", "dev", "--yq", "del(.servers) | .secrets"))
                .isEqualTo("default:\n  provider: docker-desktop-store\n");
        assertThat(home.fails(2, "profile", "show", "dev", "--yq", ".servers[")).startsWith("--yq: ");
    }

    @Test
    void aBrokenProfileDoesNotHideTheOthers() throws IOException {
        home.dev("notes");
        Files.writeString(home.profile("broken"), "version: 1\nname: s3cret [\nx\n");

        Cli.Result listed = home.run("profile", "list");
        assertThat(listed.status()).isEqualTo(2);
        assertThat(listed.out()).contains("dev").doesNotContain("broken");
        assertThat(listed.err()).contains("broken.yaml:").doesNotContain("s3cret");
        assertThat(home.fails(2, "profile", "show", "broken")).contains("broken.yaml:");
        assertThat(home.fails(2, "profile", "server", "add", "broken", "catalog://mine/web"))
                .contains("broken.yaml:");
        assertThat(home.ok("profile", "remove", "broken")).contains("Removed profile broken");
    }

    @Test
    void removeAsksAndDisconnectsItsClientsInOneStep() throws IOException {
        Path cursor = home.user.resolve(".cursor/mcp.json");
        Files.createDirectories(cursor.getParent());
        Files.writeString(cursor, "{\n  // mine\n  \"mcpServers\": {}\n}\n");
        assertThat(home.ok("profile", "create", "--name", "Dev", "--connect", "cursor"))
                .endsWith("Connected to clients: cursor\n");
        assertThat(Files.readString(cursor)).contains("\"--profile\"", "\"dev\"", "// mine");
        assertThat(home.json("profile", "show", "dev", "--clients", "--format", "json")
                        .at("/clients/cursor/profile")
                        .asText())
                .isEqualTo("dev");
        assertThat(home.ok("client", "ls", "--global")).contains("profile dev");

        home.cli.answers("n\n");
        assertThat(home.run("profile", "remove", "dev").status()).isEqualTo(5);
        assertThat(home.profile("dev")).exists();
        home.cli.answers("y\n");
        assertThat(home.ok("profile", "rm", "dev")).isEqualTo("Removed profile dev\nDisconnected clients: cursor\n");
        assertThat(Files.readString(cursor)).isEqualTo("{\n  // mine\n  \"mcpServers\": {}\n}\n");

        home.ok("undo");
        assertThat(home.profile("dev")).exists();
        assertThat(Files.readString(cursor)).contains("\"dev\"");
    }

    @Test
    void removingTheDefaultProfileLeavesClientsThatNameNone() throws IOException {
        Path cursor = home.user.resolve(".cursor/mcp.json");
        Files.createDirectories(cursor.getParent());
        home.ok("profile", "create", "--name", "default");
        home.ok("client", "connect", "cursor", "--global");
        String connected = Files.readString(cursor);
        assertThat(home.json("profile", "show", "default", "--clients", "--json")
                        .at("/clients/cursor")
                        .isObject())
                .isTrue();

        assertThat(home.ok("profile", "remove", "default", "--yes")).isEqualTo("Removed profile default\n");
        assertThat(Files.readString(cursor)).isEqualTo(connected);
    }

    @Test
    void whatIsExportedIsImportedAgain() throws IOException {
        home.dev("notes", "web");
        home.ok("profile", "config", "dev", "--set", "notes.dir=/data");
        home.ok("profile", "tools", "dev", "--disable-all", "web");
        Files.writeString(home.profile("dev"), "# mine\n" + home.text("dev") + "later: {kept: true}\n");
        Path yaml = directory.resolve("dev.yaml");
        Path json = directory.resolve("dev.JSON");

        home.ok("profile", "export", "dev", yaml.toString());
        assertThat(Files.readString(yaml)).isEqualTo(home.text("dev"));
        home.ok("profile", "export", "dev", json.toString());
        assertThat(Files.readString(json)).contains("\"catalogRef\" : \"mine\"", "\"tools\" : null", "\"tools\" : [ ]");
        home.ok("profile", "import", json.toString(), "--id", "other");
        assertThat(home.text("other")).contains("id: other\n", "tools: []", "kept: true", "dir: \"/data\"", "a: 1.10");
        JsonNode first = home.json("profile", "show", "dev", "--json");
        JsonNode second = home.json("profile", "show", "other", "--json");
        assertThat(second.get("servers")).isEqualTo(first.get("servers"));

        Cli.Result again = home.run("profile", "import", yaml.toString());
        assertThat(again.out()).isEqualTo("Imported profile dev\n");
        assertThat(again.err()).contains("'undo' brings the old one back");
        assertThat(home.text("dev")).isEqualTo(Files.readString(yaml));
    }

    @Test
    void whatIsConfiguredCanBeLeftOut() throws IOException {
        home.dev("notes");
        home.ok("profile", "config", "dev", "--set", "notes.dir=/data/private");
        Path yaml = directory.resolve("dev.yaml");
        Path json = directory.resolve("dev.json");

        home.ok("profile", "export", "dev", yaml.toString(), "--without-config");
        home.ok("profile", "export", "dev", json.toString(), "--without-config");

        assertThat(Files.readString(yaml)).doesNotContain("/data/private").contains("snapshot:");
        assertThat(Files.readString(json)).doesNotContain("/data/private").contains("\"snapshot\"");
        assertThat(home.ok("profile", "push", "dev", "example.org/x:1", "--without-config", "--dry-run"))
                .doesNotContain("/data/private")
                .contains("\"snapshot\"");
    }

    @Test
    void whatOnlyThisProgramKnowsIsToldWhenItLeaves() {
        home.ok("template", "use", "starter");

        Cli.Result exported = home.run(
                "profile", "export", "starter", directory.resolve("x.yaml").toString());
        assertThat(exported.status()).isZero();
        assertThat(exported.err()).contains("time, memory, files");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|'version' must be 1",
                "{version: 2, id: x, name: X}|'version' must be 1",
                "{version: 1, name: X}|'id' is missing",
                "{version: 1, id: ../x, name: X}|cannot be the id",
                "{version: 1, id: x}|'name' is missing",
                "{version: 1, id: x, name: X, servers: 7}|'servers' is no list",
                "{version: 1, id: x, name: X, servers: [a]}|no map",
                "{version: 1, id: x, name: X, servers: [{type: nope}]}|unsupported server type: 'nope'",
                "{version: 1, id: x, name: X, servers: [{type: image}]}|needs 'image'",
                "{version: 1, id: x, name: X, secrets: {default: {provider: vault}}}|'secrets.default.provider'",
                "{version: 1, id: x, name: X, servers: [{type: image, image: a, config: 1, snapshot: {server: {name: n, image: a}}}]}|'config' is no map",
                "{version: 1, id: x, name: X, servers: [{type: image, image: a, tools: all, snapshot: {server: {name: n, image: a}}}]}|'tools' is no list",
                "{version: 1, id: x, name: X, servers: [{type: image, image: a, snapshot: {server: {name: n, image: a, config: [{name: n}]}}}]}|config[0] has no description field",
                "{version: 1, id: x, name: X, servers: [{type: image, image: a, snapshot: {server: {name: n, type: nope}}}]}|unknown type 'nope'",
                "{version: 1, id: x, name: X, servers: [{type: image, image: a, snapshot: {server: {name: n, image: a}}}, {type: image, image: b, snapshot: {server: {name: n, image: b}}}]}|duplicate server name n",
                "[1]|a map is expected",
                "a: [|bad.yaml:",
            })
    void anImportThatIsNotRightChangesNothing(String document, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), document);

        assertThat(home.fails(2, "profile", "import", file.toString()))
                .contains("bad.yaml", message)
                .doesNotContain("Exception");
    }

    @Test
    void nobodyElsesProfileStartsProcesses() throws IOException {
        home.dev("own");
        assertThat(home.text("dev")).contains("type: process");
        Path file = directory.resolve("dev.yaml");
        assertThat(home.run("profile", "export", "dev", file.toString()).err()).contains("may have none: own");

        assertThat(home.fails(5, "profile", "import", file.toString(), "--id", "theirs"))
                .contains("'own' is a process of this computer");
    }

    @Test
    void aServerWithoutASnapshotIsImportedAndTold() throws IOException {
        Path file = Files.writeString(
                directory.resolve("bare.yaml"),
                "version: 1\nid: bare\nname: Bare\nservers:\n- type: remote\n  endpoint: https://web.example/mcp\n");

        Cli.Result imported = home.run("profile", "import", file.toString());
        assertThat(imported.status()).isZero();
        assertThat(imported.err()).contains("https://web.example/mcp: has no snapshot");
        assertThat(home.ok("profile", "server", "ls", "bare")).contains("(no snapshot)");
    }

    @Test
    void templatesAreListedAndUsed() {
        assertThat(home.ok("template", "list").lines()).first().asString().startsWith("ID ");
        JsonNode list = home.json("template", "ls", "--format", "json");
        assertThat(list.findValuesAsText("id"))
                .containsExactly("ai-coding", "dev-workflow", "terminal-control", "starter");
        assertThat(list.at("/0/server_names/1").asText()).isEqualTo("sequentialthinking");

        assertThat(home.ok("template", "use", "starter", "--name", "My Own"))
                .isEqualTo("Created profile my_own with 3 servers\n");
        assertThat(home.ok("profile", "create", "--from-template", "starter"))
                .isEqualTo("Created profile starter with 3 servers\n");
    }

    @Test
    void aTemplateTakesDockersFileWhereItsArtifactIsNotHere() throws IOException {
        Files.writeString(
                home.home.resolve("catalogs/docker-mcp.yaml"),
                "registry: {context7: {image: a}, sequentialthinking: {image: b}}\n");

        Cli.Result used = home.run("template", "use", "ai-coding");
        assertThat(used.out()).isEqualTo("Created profile ai_coding with 2 servers\n");
        assertThat(used.err()).contains("mcp/docker-mcp-catalog is not here");
    }

    @Test
    void manualInstructionsAreWords() {
        home.dev("notes");

        assertThat(home.ok("profile", "manual-instructions", "dev"))
                .isEqualTo("docker mcp gateway run --home " + home.home + " --profile dev");
        assertThat(home.json("profile", "manual-instructions", "dev", "--format", "json"))
                .hasToString("[\"docker\",\"mcp\",\"gateway\",\"run\",\"--home\",\"" + home.home
                        + "\",\"--profile\",\"dev\"]");
    }

    @Test
    void aDryRunShowsWhatWouldBeAndChangesNothing() {
        assertThat(home.ok("profile", "create", "--name", "Dev", "--dry-run")).contains("+id: dev");
        assertThat(home.profile("dev")).doesNotExist();
        home.dev("notes");
        String before = home.text("dev");

        assertThat(home.ok("profile", "config", "dev", "--set", "notes.dir=/x", "--dry-run"))
                .contains("+      dir: \"/x\"");
        assertThat(home.ok("profile", "tools", "dev", "--disable", "notes.add", "--dry-run"))
                .contains("+      - get");
        assertThat(home.ok("profile", "server", "add", "dev", "catalog://mine/web", "--dry-run"))
                .contains("+  - type: remote");
        assertThat(home.ok("profile", "server", "rm", "dev", "notes", "--dry-run"))
                .contains("-  - type: image");
        assertThat(home.ok("profile", "rm", "dev", "--dry-run")).contains("+++ /dev/null");
        assertThat(home.text("dev")).isEqualTo(before);
    }
}
