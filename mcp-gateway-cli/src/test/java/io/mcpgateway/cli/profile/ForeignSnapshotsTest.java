package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.community.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else's profile may have completed, and with what. */
class ForeignSnapshotsTest {
    @TempDir
    Path directory;

    private ProfileHome home;

    @BeforeEach
    void setUp() {
        home = new ProfileHome(directory);
    }

    private Path profile(String servers) throws IOException {
        return Files.writeString(
                directory.resolve("theirs.yaml"), "version: 1\nid: theirs\nname: Theirs\nservers:\n" + servers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file://%s/own.yaml", "catalog://mine/own", "docker://example/notes:1"})
    void aPageOfARegistryIsNothingOfThisComputer(String source) throws IOException {
        Path own = Files.writeString(
                directory.resolve("own.yaml"),
                "registry: {sly: {type: process, command: [cat, s3cret], description: x}}\n");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
        String server = "- {type: registry, source: \"%s\"}\n".formatted(source.formatted(directory));

        Cli.Result imported = home.run("profile", "import", profile(server).toString());

        assertThat(imported.status()).isZero();
        assertThat(imported.err())
                .contains("has no snapshot", "no address of a registry")
                .hasLineCount(1);
        assertThat(home.text("theirs")).doesNotContain("snapshot", "process", "s3cret");
    }

    @Test
    void anImageBesideAPageIsNotReadInstead() throws IOException {
        String server = "- {type: registry, image: \"file://" + directory.resolve("own.yaml")
                + "\", source: \"https://127.0.0.1:1/v0/servers/x\"}\n";

        Cli.Result imported = home.run("profile", "import", profile(server).toString());

        assertThat(imported.err()).startsWith("https://127.0.0.1:1/v0/servers/x: has no snapshot");
    }

    @Test
    void aNameThatComesWithASnapshotIsNotThereTwice() throws IOException {
        try (RegistryServer registry = new RegistryServer()) {
            registry.answer(
                    "/v0/servers/notes/versions",
                    "{\"servers\":[" + RegistryServer.image("notes", "1.2.0", RegistryServer.official("active", true))
                            + "]}");
            String page = "- {type: registry, source: \"" + registry.url() + "/v0/servers/notes\"}\n";
            String named = "- {type: image, image: a, snapshot: {server: {name: notes, image: a}}}\n";
            String[] line = {"profile", "import", profile(page).toString(), "--allow-remote", registry.host()};

            home.ok(line);
            assertThat(home.text("theirs")).contains("\"name\":\"notes\"");
            profile(named + page);
            assertThat(home.fails(2, line)).contains("theirs.yaml", "duplicate server name notes");
        }
    }
}
