package io.mcpgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.Catalogs;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.testkit.CatalogContract;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCatalogTest implements CatalogContract {
    @TempDir
    Path directory;

    /** The servers of the catalog document as the snapshots of a profile; what is no catalog stays as it is. */
    @Override
    public Catalog catalogOf(String document) {
        Optional<Mapping> root;
        try {
            root = YamlReader.read("document", document).map(Mapping.class::cast);
        } catch (ConfigException e) {
            return profile(document);
        }
        StringBuilder text = new StringBuilder("version: 1\nid: test\nname: test\nservers:\n");
        root.flatMap(mapping -> mapping.get("registry"))
                .ifPresent(registry -> ((Mapping) registry)
                        .members()
                        .forEach((name, member) -> text.append("- type: image\n  snapshot:\n    server: {\"name\":\"")
                                .append(name)
                                .append("\",")
                                .append(member.value().toJson().toString().substring(1))
                                .append('\n')));
        return profile(root.isEmpty() ? document : text.toString());
    }

    private Catalog profile(String text) {
        try {
            return Catalogs.profile(Files.writeString(directory.resolve("test.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void jsonAsTheGoProgramWritesItIsReadLikeYaml() {
        CatalogSnapshot read = profile("""
                {"version": 1, "id": "dev_tools", "name": "Dev Tools", "servers": [{
                  "type": "image", "config": {"dir": "/tmp/n"}, "secrets": "default", "tools": null,
                  "image": "myorg/notes@sha256:12", "catalogRef": "myorg/cat:latest",
                  "snapshot": {"server": {"name": "notes", "type": "server", "image": "myorg/notes@sha256:12",
                    "title": "Notes", "remote": {},
                    "tools": [{"name": "add_note", "description": "",
                      "container": {"image": "", "command": null, "volumes": null},
                      "parameters": {"type": "", "properties": null, "required": null}}]}}
                }], "secrets": {"default": {"provider": "docker-desktop-store"}}}
                """).read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.name()).isEqualTo("dev_tools");
        assertThat(read.displayName()).isEqualTo("Dev Tools");
        ServerEntry notes = read.servers().get("notes");
        assertThat(notes).isNotNull();
        assertThat(notes.image()).contains("myorg/notes@sha256:12");
        assertThat(notes.tools()).extracting(ServerEntry.ToolEntry::name).containsExactly("add_note");
    }

    @Test
    void aServerThatCannotBeUsedIsToldWithItsPlaceAndTheOthersAreThere() {
        CatalogSnapshot read = profile("""
                version: 1
                servers:
                - type: image
                  image: example/bare
                - {type: image, snapshot: {server: {image: example/nameless}}}
                - {type: image, snapshot: {server: {name: good, image: example/good}}}
                - {type: image, snapshot: {server: {name: good, image: example/other}}}
                """).read();

        assertThat(read.servers().keySet()).containsExactly("good");
        assertThat(read.servers().get("good")).extracting(ServerEntry::image).isEqualTo(Optional.of("example/good"));
        assertThat(read.problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("test.yaml:3:3", "example/bare", "no snapshot"),
                        second -> assertThat(second).contains(":5:", "no 'name'"),
                        third -> assertThat(third).contains(":7:", "'good' is there twice"));
    }

    @Test
    void anotherVersionIsRefusedAtItsPlace() {
        try (Catalog catalog = profile("id: x\nversion: 2\n")) {
            assertThatThrownBy(catalog::read)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("test.yaml:2:10")
                    .hasMessageContaining("version 2");
        }
    }

    @Test
    void aMissingFileIsAnErrorThatNamesIt() {
        try (Catalog catalog = Catalogs.profile(directory.resolve("absent.yaml"))) {
            assertThatThrownBy(catalog::read)
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("absent.yaml");
        }
    }

    @Test
    void anEntryIsTrustedAsFarAsTheFile() throws IOException {
        String text = "servers: [{snapshot: {server: {name: one, type: process, command: [cat]}}}]";
        profile(text);
        Path file = directory.resolve("test.yaml");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(trust(file)).isEqualTo(Trust.OWN_FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(trust(file)).isEqualTo(Trust.FOREIGN);
    }

    private static Trust trust(Path file) {
        try (Catalog catalog = Catalogs.profile(file)) {
            return catalog.read().servers().values().iterator().next().origin().trust();
        }
    }

    @Test
    void theProviderLooksBelowTheHome() throws IOException {
        Files.createDirectories(directory.resolve("profiles"));
        Files.writeString(
                directory.resolve("profiles/dev.yaml"), "servers: [{snapshot: {server: {name: one, image: a}}}]");
        CatalogProvider provider = ServiceLoader.load(CatalogProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("profile"))
                .findFirst()
                .orElseThrow();

        try (TestContext context = TestContext.create(directory).withSettings(Map.of("path", "dev.yaml"));
                Catalog catalog = provider.create(context)) {
            assertThat(catalog.read().servers()).containsOnlyKeys("one");
        }
    }

    @Test
    void twoNamesThatShareAConfigurationAreTold() {
        ProfileDocument read = ProfileDocument.read(
                """
                servers:
                - {snapshot: {server: {name: a.b, image: a}}, config: {key: one}}
                - {snapshot: {server: {name: a_b, image: a}}, config: {key: two}}
                - {snapshot: {server: {name: a-b, image: a}}}
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                ProfileDocument.origin(directory.resolve("test.yaml")));

        assertThat(read.servers()).containsOnlyKeys("a.b", "a-b");
        assertThat(read.problems())
                .singleElement()
                .hasToString(
                        directory.resolve("test.yaml")
                                + ":3:3: Server 'a_b' would share the configuration of 'a.b', which counts; rename one of them");
    }
}
