package io.mcpgateway.cli.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciCatalogsTest {
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final String CONTENT = """
            {"title":"T <b> & \\u2028","x-own":{"kept":[1,2]},"servers":[\
            {"type":"image","image":"a/b:1","extra":1.10,"snapshot":{"server":{"name":"b","type":"server","image":"a/b:1",\
            "dateAdded":"2025","remote":{}}}},\
            {"type":"remote","endpoint":"https://example.com/mcp","tools":[]}]}""";

    @TempDir
    Path home;

    private void save(OciCatalog catalog) {
        Session session = new Session(new Console(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.NONE));
        session.home(home);
        new State(session).<Void>change("test", change -> {
            OciCatalogs.of(home, change).save(change, catalog);
            return null;
        });
    }

    private static void fail(GatewayException broken) {
        throw broken;
    }

    private static OciCatalog catalog(String reference) {
        return OciCatalog.of(OciReference.parse(reference), "user:cli", content(), WHEN);
    }

    private static ObjectNode content() {
        return ArtifactJson.parse("test", CONTENT.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsSavedIsFoundWithEveryMemberAndItsDigest() {
        OciCatalog saved = catalog("myorg/cat");
        save(saved);

        OciCatalog found = OciCatalogs.of(home).require(OciReference.parse("docker.io/myorg/cat:latest"));

        assertThat(found.document()).isEqualTo(saved.document());
        assertThat(found.title()).isEqualTo("T <b> & \u2028");
        assertThat(found.source()).isEqualTo("user:cli");
        assertThat(found.lastUpdated()).contains(WHEN);
        assertThat(found.servers()).hasSize(2);
        assertThat(found.server("b").orElseThrow().path("extra").decimalValue()).hasToString("1.10");
        assertThat(found.digest())
                .isEqualTo(saved.digest())
                .isEqualTo(found.artifact().digest().substring("sha256:".length()));
        assertThat(home.resolve("oci-catalogs/myorg+cat=latest.json")).exists();
    }

    @Test
    void theLayerIsWrittenAsGoWritesIt() {
        assertThat(new String(catalog("x").artifact().content(), StandardCharsets.UTF_8))
                .startsWith("{\"title\":\"T \\u003cb\\u003e \\u0026 \\u2028\",\"servers\":[{\"type\":\"image\",")
                .contains("\"extra\":1.10,")
                .endsWith("\"tools\":[]}],\"x-own\":{\"kept\":[1,2]}}");
    }

    @Test
    void whatAnotherEncoderWroteKeepsItsBytesUntilItIsChanged() {
        byte[] spaced = "{ \"servers\": null,\n \"title\": \"T\", \"n\": 1E+2 }".getBytes(StandardCharsets.UTF_8);
        OciCatalog pulled = OciCatalog.pulled(OciReference.parse("x"), "oci:x:latest", spaced, WHEN);
        save(pulled);

        OciCatalog found = OciCatalogs.of(home).require(OciReference.parse("x"));
        OciCatalog changed = found.withServers(
                content().findParents("snapshot").stream()
                        .map(ObjectNode.class::cast)
                        .toList(),
                WHEN);

        assertThat(found.artifact().content()).isEqualTo(spaced);
        assertThat(found.servers()).isEmpty();
        assertThat(found.taggedAs(OciReference.parse("y"), WHEN).artifact().content())
                .isEqualTo(spaced);
        assertThat(new String(changed.artifact().content(), StandardCharsets.UTF_8))
                .startsWith("{\"title\":\"T\",\"servers\":[{\"type\"")
                .endsWith("],\"n\":1e+2}");
        assertThat(changed.digest()).isNotEqualTo(found.digest());
    }

    @Test
    void whatSomebodyEditsInTheFileIsWhatIsPushed() throws IOException {
        byte[] spaced = "{ \"title\": \"T\", \"servers\": [] }".getBytes(StandardCharsets.UTF_8);
        save(OciCatalog.pulled(OciReference.parse("x"), "oci:x:latest", spaced, WHEN));
        Path file = home.resolve("oci-catalogs/x=latest.json");

        Files.writeString(file, Files.readString(file).replace("\"title\": \"T\",", "\"title\": \"Edited\","));

        assertThat(new String(
                        OciCatalogs.of(home)
                                .require(OciReference.parse("x"))
                                .artifact()
                                .content(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"title\":\"Edited\",\"servers\":[]}");
    }

    @Test
    void referencesThatDifferInCaseOnlyHaveTwoFiles() throws IOException {
        save(catalog("x:V1"));
        save(catalog("x:v1"));
        save(catalog("x@sha256:" + "ab".repeat(32)));
        save(catalog("localhost:5000/" + "a/".repeat(100) + "z"));

        assertThat(OciCatalogs.of(home).list(OciCatalogsTest::fail)).hasSize(4);
        try (var files = Files.list(home.resolve("oci-catalogs"))) {
            assertThat(files.map(file -> file.getFileName().toString().toLowerCase(java.util.Locale.ROOT)))
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.length() <= 200);
        }
    }

    @Test
    void missingOneIsNamedWithWhatIsNear() {
        save(catalog("myorg/cat"));
        OciCatalogs catalogs = OciCatalogs.of(home);

        assertThatThrownBy(() -> catalogs.require(OciReference.parse("myorg/cta")))
                .isInstanceOf(GatewayException.class)
                .hasMessage("catalog myorg/cta:latest not found; did you mean 'myorg/cat:latest'?");
        assertThatThrownBy(() -> catalogs.require(OciReference.parse("ghcr.io/o/p:q")))
                .hasMessageContaining("'catalog pull ghcr.io/o/p:q' fetches it");
    }

    @Test
    void brokenFileIsNamedWithItsPlaceAndNotQuoted() throws IOException {
        save(catalog("x"));
        Path file = home.resolve("oci-catalogs/x=latest.json");
        OciCatalogs catalogs = OciCatalogs.of(home);

        Files.writeString(file, "{\"ref\":\"x:latest\",\n\"title\": s3cret}");
        assertThatThrownBy(() -> catalogs.list(OciCatalogsTest::fail))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ":2:")
                .hasMessageNotContaining("s3cret");
        Files.writeString(file, "{\"ref\":\"x\",\"title\":\"a\",\"title\":\"b\",\"servers\":[]}");
        assertThatThrownBy(() -> catalogs.list(OciCatalogsTest::fail)).hasMessageContaining("member given twice");
        Files.writeString(file, "{\"ref\":\"y\",\"title\":\"a\",\"servers\":[]}");
        assertThatThrownBy(() -> catalogs.require(OciReference.parse("x"))).hasMessageContaining("another catalog's");
        Files.writeString(file, "{\"ref\":\"x\",\"title\":\"a\",\"servers\":[1]}");
        assertThatThrownBy(() -> catalogs.find(OciReference.parse("x"))).hasMessageContaining("is no object");
        Files.write(file, new byte[(16 << 20) + 1]);
        assertThatThrownBy(() -> catalogs.list(OciCatalogsTest::fail)).hasMessageContaining("larger than");
    }
}
