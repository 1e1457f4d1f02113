package io.mcpgateway.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandsTest {
    private static final String DOCUMENT = """
            # ours
            version: 3
            name: theirs
            displayName: Their Catalog
            registry:
              dockerhub:
                type: server
                image: mcp/dockerhub@sha256:0
                x-unknown: 1.0 # keep
              docker:
                type: server
                image: mcp/docker
            """;

    private static final String PROCESS = "name: tools\nregistry:\n  p: {type: process, command: ['true']}\n";

    @TempDir
    Path directory;

    private Path home;
    private Path file;
    private Cli cli;
    private HttpServer http;
    private volatile String served = DOCUMENT.replace("theirs", "docker-mcp");

    @BeforeEach
    void setUp() throws IOException {
        home = directory.resolve("home");
        file = Files.writeString(directory.resolve("catalog.yaml"), DOCUMENT);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/catalog.yaml", exchange -> {
            byte[] bytes = served.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(bytes.length == 0 ? 500 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        http.start();
        cli = new Cli(home).environment("MCP_GATEWAY_CATALOG_URL", url());
    }

    @AfterEach
    void tearDown() {
        http.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/catalog.yaml";
    }

    private Result ok(String... words) {
        Result result = cli.run(words);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    private void refused(int status, String message, String... words) {
        Result result = cli.run(words);
        assertThat(result.err()).contains(message);
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
    }

    private Path catalog(String name) {
        return home.resolve("catalogs/" + name + ".yaml");
    }

    @Test
    void initFetchesDockersCatalogAndUpdateFetchesItAgain() throws IOException {
        assertThat(ok("catalog", "ls").out()).isEqualTo("No catalogs configured.\n");
        assertThat(ok("catalog", "ls", "--format", "json").out()).isEqualToIgnoringWhitespace("{\"catalogs\":{}}");
        ok("catalog", "init");
        assertThat(catalog("docker-mcp")).hasContent(served);
        assertThat(new ObjectMapper()
                        .readTree(ok("catalog", "ls", "--format", "json").out())
                        .at("/catalogs/docker-mcp/url")
                        .asText())
                .isEqualTo(url());
        served = served.replace("mcp/docker\n", "mcp/newer\n");
        assertThat(ok("catalog", "update").out()).isEqualTo("updated: docker-mcp\n");
        assertThat(catalog("docker-mcp")).hasContent(served);
        assertThat(home.resolve("catalog.json")).content().contains("lastUpdate");
        served = "";
        refused(2, "not updated: docker-mcp", "catalog", "update", "docker-mcp");
        assertThat(catalog("docker-mcp")).content().contains("mcp/newer");
        served = "- no\n- catalog\n";
        refused(2, "a catalog is expected", "catalog", "update");
        assertThat(catalog("docker-mcp")).content().contains("mcp/newer");
    }

    @Test
    void whatIsImportedRunsNoProcessesWhoeverOwnsTheFile() throws IOException {
        Files.writeString(file, PROCESS);
        assertThat(runs("--catalog=" + file)).isTrue();

        served = PROCESS;
        for (String source : List.of(file.toString(), url())) {
            ok("catalog", "import", source, "--name", "My/Tools", "--allow-remote", url().split("/")[2]);
            Path link = directory.resolve("link-to-" + (source.equals(url()) ? "a-url" : "a-file"));
            Files.createSymbolicLink(link, home);
            for (String catalog : List.of(
                    "My/Tools",
                    "my_tools",
                    "my_tools.yaml",
                    catalog("my_tools").toString(),
                    home.resolve("catalogs").toString(),
                    link.resolve("catalogs/my_tools.yaml").toString())) {
                assertThat(runs("--catalog=" + catalog))
                        .as(source + " as " + catalog)
                        .isFalse();
            }
            assertThat(runs()).as(source).isFalse();
            String reference = "file://" + catalog("my_tools");
            refused(5, "is a process of this computer", "profile", "create", "--name=x", "--server=" + reference);
        }
    }

    private boolean runs(String... more) {
        String[] words = Stream.concat(
                        Stream.of("gateway", "run", "--dry-run", "--servers=p", "--allow-process=p"),
                        Arrays.stream(more))
                .toArray(String[]::new);
        return !ok(words).err().contains("only from a file that you own");
    }

    @Test
    void copyingMakesNobodysProcessesTheUsersOwn() throws IOException {
        Files.writeString(file, PROCESS);
        ok("catalog", "create", "mine");
        ok("catalog", "add", "mine", "p", file.toString());
        assertThat(runs()).isTrue();
        ok("catalog", "fork", "mine", "also-mine");
        assertThat(runs()).isTrue();

        ok("catalog", "import", file.toString());
        ok("catalog", "create", "new");
        String refusal = "server p of " + catalog("tools") + " is a process of this computer";
        refused(5, refusal, "catalog", "fork", "tools", "forked");
        refused(5, refusal, "catalog", "add", "new", "p", catalog("tools").toString());
        served = PROCESS;
        refused(5, "is a process", "catalog", "add", "new", "p", url(), "--allow-remote", url().split("/")[2]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        refused(5, "is a process", "catalog", "add", "new", "p", file.toString());
        assertThat(catalog("new")).content().doesNotContain("process");
        assertThat(catalog("forked")).doesNotExist();
    }

    @Test
    void aCatalogOfOnesOwnIsMadeFilledExportedAndRemoved() {
        assertThat(ok("catalog", "create", "Mine").out()).isEqualTo("created empty catalog Mine\n");
        assertThat(catalog("mine")).hasContent("name: Mine\ndisplayName: Mine\nregistry: {}\n");
        refused(2, "already exists", "catalog", "create", "mine");
        refused(5, "reserved for Docker's", "catalog", "create", "docker-mcp");
        ok("catalog", "add", "Mine", "dockerhub", file.toString());
        assertThat(ok("catalog", "show", "mine").out()).contains("dockerhub");
        assertThat(catalog("mine")).content().contains("x-unknown: 1.0");
        refused(2, "use --force", "catalog", "add", "Mine", "dockerhub", file.toString());
        ok("catalog", "add", "Mine", "dockerhub", file.toString(), "--force");
        refused(3, "did you mean 'docker'", "catalog", "add", "Mine", "dokcer", file.toString());
        refused(3, "not found", "catalog", "add", "none", "docker", file.toString());
        refused(3, "not found", "catalog", "add", "Mine", "docker", "no-such.yaml");
        Path out = directory.resolve("deep/out.yaml");
        assertThat(ok("catalog", "export", "Mine", out.toString()).out())
                .isEqualTo("Catalog 'Mine' exported to '" + out + "'\n");
        assertThat(out).hasSameTextualContentAs(catalog("mine"));
        refused(3, "catalog \"nine\" not found; did you mean", "catalog", "rm", "nine");
        assertThat(ok("catalog", "rm", "Mine").out()).isEqualTo("removed catalog \"Mine\"\n");
        assertThat(catalog("mine")).doesNotExist();
        assertThat(ok("undo").err()).contains("catalog rm Mine");
        assertThat(catalog("mine")).exists();
        assertThat(ok("catalog", "ls").out()).contains("Mine");
    }

    @Test
    void importKeepsTheDocumentAndSaysWhatItReplaces() throws IOException {
        ok("catalog", "import", file.toString());
        assertThat(catalog("theirs")).hasContent(DOCUMENT);
        assertThat(ok("catalog", "ls").out()).contains("theirs", "Their Catalog", file.toString());
        assertThat(ok("catalog", "import", file.toString()).err()).contains("'theirs' is the same already");
        Files.writeString(file, DOCUMENT + "# newer\n");
        assertThat(ok("catalog", "import", file.toString()).err()).contains("Replaced catalog 'theirs'", "undo");
        Files.writeString(file, "# no name\nregistry: {}\n");
        refused(2, "give it one with --name", "catalog", "import", file.toString());
        ok("catalog", "import", file.toString(), "--name", "named");
        assertThat(catalog("named")).hasContent("# no name\nregistry: {}\nname: named\ndisplayName: named\n");
        Files.writeString(file, "registry: [");
        refused(2, file.toString(), "catalog", "import", file.toString());
        refused(2, "not a regular file", "catalog", "import", directory.toString());
    }

    @Test
    void importTakesNoOtherCatalogsFile() throws IOException {
        ok("catalog", "import", file.toString(), "--name", "My/Cat");
        Files.writeString(file, DOCUMENT + "# newer\n");
        for (String name : List.of("my:cat", "my_cat", "MY/CAT")) {
            refused(2, "same file as catalog \"My/Cat\"", "catalog", "import", file.toString(), "--name", name);
        }
        refused(2, "same file as catalog \"docker-mcp\"", "catalog", "import", file.toString(), "--name", "Docker-MCP");
        assertThat(catalog("my_cat")).content().doesNotContain("# newer");
        assertThat(home.resolve("catalog.json")).content().doesNotContain("my:cat", "my_cat", "MY/CAT", "Docker-MCP");
        ok("catalog", "import", file.toString(), "--name", "My/Cat");
        assertThat(catalog("my_cat")).content().contains("# newer");
    }

    @Test
    void forkCopiesCommentsAndAll() {
        ok("catalog", "import", file.toString());
        ok("catalog", "fork", "theirs", "mine");
        assertThat(catalog("mine"))
                .hasContent(DOCUMENT.replace("name: theirs", "name: mine")
                        .replace("Their Catalog", "\"mine (forked from theirs)\""));
        refused(2, "already exists", "catalog", "fork", "theirs", "mine");
        refused(3, "not found", "catalog", "fork", "nobodys", "new");
        ok("catalog", "fork", "docker-mcp", "dockers");
        assertThat(catalog("dockers")).content().contains("mcp/dockerhub");
    }

    @Test
    void resetRemovesAllAndUndoBringsThemBack() {
        ok("catalog", "import", file.toString());
        ok("catalog", "init");
        assertThat(ok("catalog", "reset", "--dry-run").out()).contains("+++ /dev/null");
        assertThat(catalog("theirs")).exists();
        ok("catalog", "reset");
        assertThat(catalog("theirs")).doesNotExist();
        assertThat(ok("catalog", "ls").out()).isEqualTo("No catalogs configured.\n");
        ok("undo");
        assertThat(catalog("theirs")).hasContent(DOCUMENT);
        assertThat(ok("catalog", "ls").out()).contains("theirs", "docker-mcp");
    }

    @Test
    void bootstrapWritesTheSamples() {
        Path out = directory.resolve("new/mine.yaml");
        ok("catalog", "bootstrap", out.toString());
        assertThat(out).content().startsWith("registry:\n  dockerhub:\n").contains("  docker:\n");
        refused(2, "will not overwrite", "catalog", "bootstrap", out.toString());
    }

    @Test
    void whatDockersCatalogIsFetchedForIsOneStepWithIt() {
        Path out = directory.resolve("mine.yaml");

        assertThat(ok("catalog", "bootstrap", out.toString(), "--dry-run").out())
                .contains("catalog.json", "docker-mcp.yaml", "+++ " + out);
        assertThat(ok("catalog", "fork", "docker-mcp", "fork", "--dry-run").out())
                .contains("docker-mcp.yaml", "fork.yaml");
        assertThat(home.resolve("catalogs")).doesNotExist();

        ok("catalog", "bootstrap", out.toString());
        assertThat(ok("undo").err() + ok("undo", "--dry-run").err()).doesNotContain("catalog init");
        assertThat(out).doesNotExist();
        assertThat(catalog("docker-mcp")).doesNotExist();
        ok("catalog", "fork", "docker-mcp", "fork");
        ok("undo");
        assertThat(catalog("fork")).doesNotExist();
        assertThat(catalog("docker-mcp")).doesNotExist();
    }

    @Test
    void plainHttpIsRefusedUnlessAllowed() {
        String other = url().replace("127.0.0.1", "localhost");
        Result result = cli.run("catalog", "import", other);
        assertThat(result.status()).isNotZero();
        assertThat(result.err()).contains("https");
        ok(
                "catalog",
                "import",
                other,
                "--name",
                "local",
                "--allow-remote",
                "localhost:" + http.getAddress().getPort());
        assertThat(catalog("local")).exists();
    }

    @Test
    void aServerOfARegistryIsImported() {
        served =
                "{\"server\":{\"name\":\"io.acme/notes\",\"packages\":[{\"registryType\":\"oci\",\"identifier\":\"acme/notes:1\"}]}}";
        String[] words = {
            "catalog",
            "import",
            "mine",
            "--mcp-registry",
            url(),
            "--allow-remote",
            "127.0.0.1:" + http.getAddress().getPort()
        };
        refused(3, "not found", words);
        ok("catalog", "create", "mine");
        assertThat(ok(words).out())
                .isEqualTo("Successfully imported server 'io-acme-notes' from MCP registry into catalog 'mine'\n");
        assertThat(ok("catalog", "show", "mine").out()).contains("io-acme-notes");
        assertThat(catalog("mine")).content().contains("image: \"acme/notes:1\"");
        words[2] = "docker-mcp";
        refused(5, "managed by Docker", words);
    }
}
