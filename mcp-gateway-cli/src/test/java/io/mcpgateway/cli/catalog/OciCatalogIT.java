package io.mcpgateway.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.testkit.RegistryExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** OCI catalogs and a real registry, seen from two homes. */
class OciCatalogIT {
    @RegisterExtension
    private static final RegistryExtension open = RegistryExtension.open();

    @RegisterExtension
    private static final RegistryExtension guarded = RegistryExtension.guarded();

    @TempDir
    private Path here;

    @TempDir
    private Path there;

    @TempDir
    private Path docker;

    private Cli first;
    private Cli second;

    @BeforeEach
    void setUp() throws IOException {
        first = new Cli(here).environment("DOCKER_CONFIG", docker.toString());
        second = new Cli(there).environment("DOCKER_CONFIG", docker.toString());
        Files.writeString(
                docker.resolve("one.yaml"),
                "name: one\ntype: server\nimage: myorg/one:1\ndescription: a <b> & \"c\" ü\nunknown: {kept: 1.50}\n");
    }

    private static Result run(Cli cli, String... arguments) {
        Result result = cli.run(arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    private static JsonNode json(Cli cli, String... arguments) {
        return Json.parse(JsonText.of(run(cli, arguments).out()));
    }

    private void create(String reference, String title) {
        run(
                first,
                "catalog",
                "create",
                reference,
                "--title",
                title,
                "--server",
                "file://" + docker.resolve("one.yaml"));
    }

    @Test
    void anotherHomeSeesTheSameCatalogUnderTheSameDigest() {
        String reference = open.host() + "/team/cat:v1";
        create(reference, "Team");
        JsonNode shown = json(first, "catalog", "show", reference, "--format", "json");
        String digest = shown.path("digest").asText();

        Result pushed = run(first, "catalog", "push", reference);
        Result pulled = run(second, "catalog", "pull", reference);

        assertThat(pushed.out()).isEqualTo("Pushed catalog to " + reference + "@sha256:" + digest + "\n");
        assertThat(pushed.err()).isEmpty();
        assertThat(pulled.out()).isEqualTo("Catalog " + reference + " pulled\n");
        assertThat(pulled.err()).isEqualTo("Digest: sha256:" + digest + "\n");
        JsonNode same = json(second, "catalog", "show", reference, "--format", "json");
        assertThat(same.path("servers")).isEqualTo(shown.path("servers"));
        assertThat(same.path("digest").asText()).isEqualTo(digest);
        assertThat(same.path("source").asText()).isEqualTo("oci:" + reference);

        String copy = open.host() + "/team/copy:v2";
        run(second, "catalog", "tag", reference, copy);
        assertThat(run(second, "catalog", "push", copy).out())
                .isEqualTo("Pushed catalog to " + copy + "@sha256:" + digest + "\n");
    }

    @Test
    void dryRunsTouchNeitherRegistryNorHome() {
        String reference = open.host() + "/team/dry:v1";
        create(reference, "Dry");

        assertThat(run(first, "catalog", "push", reference, "--dry-run").out()).startsWith("Would push catalog to ");
        assertThat(second.run("catalog", "pull", reference).status()).isEqualTo(3);
        run(first, "catalog", "push", reference);
        assertThat(run(second, "catalog", "pull", reference, "--dry-run").out()).contains("+\"title\": \"Dry\"");
        assertThat(there.resolve("oci-catalogs")).doesNotExist();
    }

    @Test
    void digestThatIsPulledLeavesLatestAlone() {
        String latest = open.host() + "/team/exact:latest";
        create(latest, "Old");
        String exact = run(first, "catalog", "push", latest)
                .out()
                .replaceFirst("Pushed catalog to .*@", "")
                .strip();
        run(first, "catalog", "create", latest, "--title", "New");
        run(first, "catalog", "push", latest);

        run(second, "catalog", "pull", latest);
        run(second, "catalog", "pull", open.host() + "/team/exact@" + exact);

        JsonNode all = json(second, "catalog", "ls", "--kind", "oci", "--format", "json");
        assertThat(all.findValuesAsText("title")).containsExactly("New", "Old");
        assertThat(all.findValuesAsText("ref")).containsExactly(latest, open.host() + "/team/exact@" + exact);
        String one = "catalog://" + open.host() + "/team/exact@" + exact + "/one";
        run(second, "catalog", "create", "a/b", "--title", "T", "--server", one);
        assertThat(second.run("catalog", "create", "a/b", "--title", "T", "--server", "catalog://" + latest + "/one")
                        .err())
                .as("the newer one is empty")
                .contains("were not found in catalog");
    }

    @Test
    void showPullsWhenItIsToldTo() {
        String reference = open.host() + "/team/show";
        create(reference, "Show");
        run(first, "catalog", "push", reference);

        assertThat(second.run("catalog", "show", reference).status()).isEqualTo(3);
        assertThat(second.run("catalog", "show", reference, "--pull", "exists").status())
                .isEqualTo(3);
        Result shown = run(second, "catalog", "show", reference, "--pull", "initial");
        assertThat(shown.err()).isEqualTo("Pulling catalog " + reference + ":latest...\n");
        assertThat(shown.out()).contains("title: Show");
        run(second, "catalog", "rm", reference);
        assertThat(second.run("catalog", "show", reference, "--pull", "initial").status())
                .as("it has been pulled before, under another spelling")
                .isEqualTo(3);
        run(second, "catalog", "show", reference, "--pull", "missing");
        assertThat(run(second, "catalog", "show", reference, "--pull", "always").err())
                .startsWith("Pulling catalog " + reference + ":latest... (last update was ");
        assertThat(run(second, "catalog", "show", reference, "--pull", "always@1h")
                        .err())
                .isEmpty();
    }

    @Test
    void loginOfTheDockerClientIsUsed() throws IOException {
        String reference = guarded.host() + "/team/cat:v1";
        create(reference, "Guarded");

        Result refused = first.run("catalog", "push", reference);
        assertThat(refused.status()).isEqualTo(5);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains("docker login " + guarded.host());

        Files.writeString(
                docker.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"aXQ6czNjcmV0\"}}}".formatted(guarded.host()));
        run(first, "catalog", "push", reference);
        run(second, "catalog", "pull", reference);

        Files.writeString(
                docker.resolve("config.json"), "{\"auths\":{\"%s\":{\"auth\":\"s3cr*t\"}}}".formatted(guarded.host()));
        Result damaged = second.run("catalog", "pull", reference);
        assertThat(damaged.status()).isEqualTo(2);
        assertThat(damaged.err()).doesNotContain("s3cr*t").contains("docker login");
    }

    @Test
    void whatIsNoCatalogIsRefusedAndNothingIsKept() {
        push("profile", OciArtifact.PROFILE, "{\"version\":1,\"id\":\"x\",\"name\":\"X\",\"servers\":[]}");
        push("text", OciArtifact.CATALOG, "hello s3cret");
        push("untitled", OciArtifact.CATALOG, "{\"servers\":[]}");
        push("twice", OciArtifact.CATALOG, catalog(server("a", "server", "i"), server("a", "server", "j")));
        push(
                "process",
                OciArtifact.CATALOG,
                "{\"title\":\"T\",\"servers\":[{\"type\":\"process\",\"argv\":[\"sh\"]}]}");
        push("hidden", OciArtifact.CATALOG, catalog(server("a", "process", "i")));
        push("nothing", OciArtifact.CATALOG, "{\"title\":\"T\",\"servers\":[{\"type\":\"image\"}]}");

        refused("profile", "artifact type " + OciArtifact.PROFILE + " is not " + OciArtifact.CATALOG);
        refused("text", "not valid JSON");
        refused("untitled", "has no title");
        refused("twice", "duplicate server name a");
        refused("process", "of type 'process'");
        refused("hidden", "is a process of this computer");
        refused("nothing", "needs 'image'");
        refused("missing", "not found at " + open.host());
        assertThat(there.resolve("oci-catalogs")).doesNotExist();
    }

    private static String catalog(String... servers) {
        return "{\"title\":\"T\",\"servers\":[" + String.join(",", servers) + "]}";
    }

    private static String server(String name, String type, String image) {
        return "{\"type\":\"image\",\"image\":\"%s\",\"snapshot\":{\"server\":{\"name\":\"%s\",\"type\":\"%s\",\"image\":\"%s\",\"argv\":[\"sh\"]}}}"
                .formatted(image, name, type, image);
    }

    private static void push(String name, String type, String content) {
        OciRegistry.builder()
                .build()
                .push(
                        OciReference.parse(open.host() + "/bad/" + name),
                        OciArtifact.of(type, content.getBytes(StandardCharsets.UTF_8)));
    }

    private void refused(String name, String message) {
        Result refused = second.run("catalog", "pull", open.host() + "/bad/" + name);

        assertThat(refused.err()).contains(message).doesNotContain("s3cret");
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.status()).isNotZero();
    }

    /** What the Go program writes for a server whose fields are mostly empty. */
    @Test
    void catalogOfTheGoProgramKeepsItsDigestThroughThisOne() {
        String layer =
                "{\"title\":\"Docker \\u0026 Friends\",\"servers\":[{\"type\":\"image\",\"image\":\"mcp/a@sha256:"
                        + "0".repeat(64)
                        + "\",\"snapshot\":{\"server\":{\"name\":\"a\",\"type\":\"server\",\"image\":\"mcp/a\",\"description\":"
                        + "\"\\u003cb\\u003e\",\"remote\":{},\"tools\":[{\"name\":\"t\",\"description\":\"\",\"container\":"
                        + "{\"image\":\"\",\"command\":null,\"volumes\":null},\"parameters\":{\"type\":\"\",\"properties\":null,"
                        + "\"required\":null}}],\"metadata\":{\"pulls\":12000000,\"ratio\":1e-7}}}}]}";
        OciArtifact artifact = OciArtifact.of(OciArtifact.CATALOG, layer.getBytes(StandardCharsets.UTF_8));
        push("go", OciArtifact.CATALOG, layer);

        run(first, "catalog", "pull", open.host() + "/bad/go");
        run(first, "catalog", "tag", open.host() + "/bad/go", open.host() + "/good/go");

        assertThat(run(first, "catalog", "push", open.host() + "/good/go").out())
                .contains(artifact.digest());
        assertThat(run(first, "catalog", "server", "ls", open.host() + "/good/go")
                        .out())
                .contains("  a\n", "Tools: 1");
    }
}
