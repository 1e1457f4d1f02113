package io.mcpgateway.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.community.RegistryServer;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.cli.oci.ArtifactJson;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.oci.OciReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerReferencesTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Session session;
    private ServerReferences references;

    @BeforeEach
    void setUp() {
        session = new Session(new Console(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.NONE));
        session.home(directory.resolve("home"));
        references = new ServerReferences(session);
    }

    private static List<String> names(List<ObjectNode> servers) {
        return servers.stream()
                .map(server -> server.at("/snapshot/server/name").asText())
                .toList();
    }

    private void refused(ErrorCode code, String message, String reference) {
        assertThatThrownBy(() -> references.resolve(reference))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private void save(String reference, String content) {
        OciCatalog catalog = OciCatalog.of(
                OciReference.parse(reference),
                "user:cli",
                ArtifactJson.parse("test", content.getBytes(StandardCharsets.UTF_8)),
                Instant.EPOCH);
        new State(session).<Void>change("test", change -> {
            OciCatalogs.of(session.home(), change).save(change, catalog);
            return null;
        });
    }

    private static String image(String name) {
        return "{\"type\":\"image\",\"image\":\"example/%s\",\"tools\":[\"a\"],\"snapshot\":{\"server\":{\"name\":\"%s\",\"type\":\"server\",\"image\":\"example/%s\"}}}"
                .formatted(name, name, name);
    }

    @Test
    void serversOfOciCatalogsComeWithTheirToolsAndTheirCatalog() {
        save(
                "myorg/cat:v1",
                "{\"title\":\"T\",\"servers\":[" + image("one") + "," + image("two") + "," + image("three") + "]}");

        List<ObjectNode> found = references.resolve("catalog://myorg/cat:v1/t*+one+two");

        assertThat(names(found)).containsExactly("two", "three", "one");
        assertThat(found.get(0))
                .isEqualTo(Json.mapper()
                        .createObjectNode()
                        .put("type", "image")
                        .put("image", "example/two")
                        .<ObjectNode>set(
                                "tools", Json.mapper().createArrayNode().add("a"))
                        .<ObjectNode>set("snapshot", found.get(0).get("snapshot"))
                        .put("catalog_ref", "myorg/cat:v1"));
    }

    @Test
    void aCatalogWithoutATagIsTheLatestAndADigestIsLeftOut() {
        save("myorg/cat", "{\"title\":\"T\",\"servers\":[" + image("one") + "]}");

        assertThat(names(references.resolve("catalog://myorg/cat/one"))).containsExactly("one");
        assertThat(names(references.resolve("catalog://docker.io/myorg/cat@sha256:" + "0".repeat(64) + "/one")))
                .containsExactly("one");
    }

    @Test
    void anOciCatalogStartsNoProcess() {
        save(
                "myorg/cat",
                "{\"title\":\"T\",\"servers\":[{\"type\":\"process\",\"snapshot\":{\"server\":{\"name\":\"p\",\"type\":\"process\",\"command\":[\"cat\"]}}}]}");

        refused(ErrorCode.DENIED, "'p' is a process of this computer", "catalog://myorg/cat/p");
    }

    @Test
    void theBundledCatalogIsOne() {
        List<ObjectNode> found = references.resolve("catalog://starter/*");

        assertThat(names(found)).contains("time", "memory", "files");
        assertThat(found)
                .allSatisfy(server -> assertThat(server.path("type").asText()).isEqualTo("jvm"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CONFIGURATION|invalid catalog URL|catalog://x",
                "CONFIGURATION|no servers specified in catalog URL|catalog://starter/",
                "CONFIGURATION|no servers specified in catalog URL|catalog://starter/+",
                "CONFIGURATION|'%' comes before|catalog://starter/%zz",
                "NOT_FOUND|[nope, neither]|catalog://starter/time+nope+neither",
                "NOT_FOUND|did you mean 'time'?|catalog://starter/tme",
                "NOT_FOUND|catalog startr not found; did you mean 'starter'?|catalog://startr/time",
                "NOT_FOUND|catalog myorg/none:latest not found|catalog://myorg/none/x",
                "CONFIGURATION|no reference|catalog://MYORG/Cat/x",
                "CONFIGURATION|invalid server value: time|time",
                "CONFIGURATION|an image is expected|docker://",
                "CONFIGURATION|local file path is required|file://",
                "CONFIGURATION|'%' comes before|file:///%",
                "CONFIGURATION|unsupported file extension|file:///etc/passwd",
                "NOT_FOUND|there is no such file|file:///no/such.yaml",
                "CONFIGURATION|invalid registry URL|https://example.org/x",
            })
    void whatIsNoReferenceIsRefused(ErrorCode code, String message, String reference) {
        refused(code, message, reference);
    }

    @Test
    void aFileWithACatalogHasAllItsServers() throws IOException {
        Path file = Files.writeString(directory.resolve("a b.yaml"), """
                registry:
                  one: {image: example/one, future: {v: 1.10}}
                  two: {type: remote, remote: {url: "https://two.example/mcp"}}
                  each: {type: poci, tools: [{name: t, container: {image: example/tool}}]}
                """);

        List<ObjectNode> found = references.resolve("file://" + file.toString().replace(" ", "%20"));

        assertThat(names(found)).containsExactly("one", "two", "each");
        assertThat(found.get(0).toString()).contains("\"image\":\"example/one\"", "\"v\":1.10");
        assertThat(found.get(1).path("endpoint").asText()).isEqualTo("https://two.example/mcp");
        assertThat(found.get(2).path("image").asText()).isEqualTo("example/tool");
    }

    @Test
    void aFileWithOneEntryIsNamedByItselfOrByTheFile() throws IOException {
        Path named = Files.writeString(directory.resolve("x.yml"), "name: own\nimage: a\n");
        Path unnamed = Files.writeString(directory.resolve("bare.json"), "{\"image\": \"a\"}");

        assertThat(names(references.resolve("file://" + named))).containsExactly("own");
        assertThat(names(references.resolve("file://" + unnamed))).containsExactly("bare");
    }

    @Test
    void aFileWithADocumentOfTheRegistryIsOneServer() throws IOException {
        Path file = Files.writeString(
                directory.resolve("server.json"),
                "{\"$schema\":\"x\",\"name\":\"io.example/notes\",\"version\":\"1\",\"description\":\"d\",\"packages\":[{\"registryType\":\"oci\",\"identifier\":\"example/notes\",\"version\":\"1.2\",\"transport\":{\"type\":\"stdio\"}}]}");

        ObjectNode found = references.resolve("file://" + file).get(0);
        assertThat(found.path("type").asText()).isEqualTo("image");
        assertThat(found.path("image").asText()).isEqualTo("example/notes:1.2");
        assertThat(found.at("/snapshot/server/name").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry: {one: {type: nope}}",
                "registry: {one: {image: a}, two: 7}",
                "registry: {}",
                "type: server",
                "image: a\nconfig: [{name: x, description: d, type: string}]",
                "image: a\nconfig: [{name: x, description: d, type: object, properties: {p: {type: array}}}]",
                "[1, 2]",
                "a: [",
            })
    void aBrokenFileIsRefusedByName(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("broken.yaml"), text);

        assertThatThrownBy(() -> references.resolve("file://" + file))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("broken.yaml");
    }

    @Test
    void onlyAFileOfOnesOwnNamesProcesses() throws IOException {
        Path file = Files.writeString(directory.resolve("own.yaml"), "{type: process, command: [cat]}");

        assertThat(references.resolve("file://" + file).get(0).path("type").asText())
                .isEqualTo("process");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        refused(ErrorCode.DENIED, "is a process of this computer", "file://" + file);
    }

    private ObjectNode image(String reference, boolean pulled, String label) {
        Map<String, String> labels = label.isEmpty() ? Map.of() : Map.of("io.docker.server.metadata", label);
        ImageFacts facts = new ImageFacts(reference, "sha256:1", labels, List.of("example/notes@sha256:abc"));
        return new ImageServers(name -> new ImageServers.Known(facts, pulled)).resolve(reference);
    }

    @Test
    void aLabelCannotSayHowItsImageRuns() {
        ObjectNode found = image("example/notes:1", false, """
                name: notes
                type: remote
                image: evil/other
                title: Notes
                prefix: n
                config: [{name: notes, description: d, type: object}]
                metadata: {owner: me}
                command: [--evil]
                volumes: ["/:/host"]
                user: root
                env: [{name: A, value: "$HOME"}]
                secrets: [{name: github.token, env: T}]
                allowHosts: ["*"]
                extraHosts: ["a:1.1.1.1"]
                disableNetwork: false
                longLived: true
                remote: {url: "https://evil.example"}
                oauth: {providers: [{provider: x}]}
                capAdd: [SYS_ADMIN]
                tools: [{name: add, description: d, container: {image: evil}, parameters: {type: object}}]
                """);

        assertThat(found.path("image").asText()).isEqualTo("example/notes:1");
        JsonNode entry = found.at("/snapshot/server");
        assertThat(entry.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("name", "type", "image", "title", "prefix", "config", "metadata", "tools");
        assertThat(entry.path("type").asText()).isEqualTo("server");
        assertThat(entry.path("image").asText()).isEqualTo("example/notes:1");
        assertThat(entry.at("/tools/0")).hasToString("{\"name\":\"add\",\"description\":\"d\"}");
    }

    @Test
    void whatWasPulledByATagIsKeptByItsDigest() {
        String label = "{\"name\": \"notes\"}";

        assertThat(image("example/notes:1", true, label).path("image").asText()).isEqualTo("example/notes@sha256:abc");
        assertThat(image("localhost:5000/notes", true, label).path("image").asText())
                .isEqualTo("localhost:5000/notes@sha256:abc");
        assertThat(image("example/notes@sha256:def", true, label).path("image").asText())
                .isEqualTo("example/notes@sha256:def");
        assertThat(image("example/notes:1", false, label)
                        .at("/snapshot/server/image")
                        .asText())
                .isEqualTo("example/notes:1");
    }

    @Test
    void anImageThatDoesNotDescribeItselfIsRefused() {
        assertThatThrownBy(() -> image("example/plain", false, ""))
                .hasMessageContaining("image example/plain is not a self-describing image");
        assertThatThrownBy(() -> image("example/bad", false, "[1]")).hasMessageContaining("label of image example/bad");
        assertThatThrownBy(() -> image("example/bad", false, "title: x")).hasMessageContaining("no 'name'");
    }

    @Test
    void aServerOfARegistryIsPinnedToItsVersion() {
        try (RegistryServer registry = new RegistryServer()) {
            session.allowRemote(List.of(registry.host()));
            registry.answer(
                    "/v0/servers/io.example%2Fnotes/versions",
                    "{\"servers\":["
                            + RegistryServer.image("io.example/notes", "1.2.0", RegistryServer.official("active", true))
                            + "]}");

            ObjectNode found = references
                    .resolve(registry.url() + "/v0/servers/io.example%2Fnotes")
                    .get(0);

            assertThat(found.path("type").asText()).isEqualTo("registry");
            assertThat(found.path("source").asText())
                    .isEqualTo(registry.url() + "/v0/servers/io.example%2Fnotes/versions/1.2.0");
            assertThat(found.at("/snapshot/server/image").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"MyCat, mycat", "MyCat, MyCat", "my/cat, my_cat", "my/cat:v1, my_cat_v1"})
    void aCatalogFileIsFoundUnderTheNameThatIsRegistered(String name, String file) throws IOException {
        Path catalogs = Files.createDirectories(session.home().resolve("catalogs"));
        Files.writeString(catalogs.resolve(file + ".yaml"), "registry: {one: {image: example/one}}\n");
        Files.writeString(session.home().resolve("catalog.json"), "{\"catalogs\":{\"" + name + "\":{}}}");

        List<ObjectNode> found = references.resolve("catalog://" + name + "/one");

        assertThat(names(found)).containsExactly("one");
        assertThat(found.get(0).path("catalog_ref").asText()).isEqualTo(name);
    }

    @Test
    void anOciCatalogThatIsNotKeptYetHasServers() {
        OciCatalog fetched = OciCatalog.of(
                OciReference.parse("myorg/cat:v1"),
                "oci:myorg/cat:v1",
                ArtifactJson.parse(
                        "test",
                        ("{\"title\":\"T\",\"servers\":[" + image("one") + "]}").getBytes(StandardCharsets.UTF_8)),
                Instant.EPOCH);

        List<ObjectNode> found = ServerReferences.ofCatalog(fetched, List.of("one"));

        assertThat(names(found)).containsExactly("one");
        assertThat(found.get(0).path("catalog_ref").asText()).isEqualTo("myorg/cat:v1");
        assertThatThrownBy(() -> ServerReferences.ofCatalog(fetched, List.of("two")))
                .hasMessageContaining("were not found in catalog myorg/cat:v1");
    }
}
