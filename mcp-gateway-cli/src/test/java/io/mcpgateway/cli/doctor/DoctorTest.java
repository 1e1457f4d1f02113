package io.mcpgateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import io.mcpgateway.cli.FakeEngine;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest extends CliHome {
    private static final int FOUND_ERRORS = 11;
    private static final String CATALOG = """
            registry:
              github:
                type: server
                image: mcp/github
                secrets: [{name: github.token, env: TOKEN}]
                config: [{name: github, properties: {host: {type: string}}, required: [host]}]
              bad: {type: nonsense}
            """;

    @BeforeEach
    void noEngine() {
        cli.environment("DOCKER_HOST", "unix://" + directory.resolve("no.sock"));
        cli.environment("PATH", directory.resolve("bin").toString());
    }

    private List<String> found(String level, String... flags) {
        Result result = cli.run(Stream.concat(Stream.of("doctor", "--format", "json"), Stream.of(flags))
                .toArray(String[]::new));
        JsonNode findings = Json.parse(JsonText.of(result.out()));
        List<String> texts = new ArrayList<>();
        findings.forEach(finding -> {
            if (finding.path("level").asText().equals(level)) {
                texts.add(finding.path("check").asText() + ": "
                        + finding.path("finding").asText() + " → "
                        + finding.path("remedy").asText());
            }
        });
        boolean wrong = result.out().contains("\"error\"");
        assertThat(result.status()).as(result.out()).isEqualTo(wrong ? FOUND_ERRORS : 0);
        return texts;
    }

    @Test
    void aNewHomeIsInOrderAlsoWithoutAnEngine() {
        assertThat(found("error")).isEmpty();
        assertThat(found("warning")).anyMatch(text -> text.contains("no.sock") && text.contains("DOCKER_HOST"));
        assertThat(found("ok"))
                .anyMatch(text ->
                        text.startsWith("java: Java " + Runtime.version().feature()));
        Result shown = ok("doctor");
        assertThat(shown.out()).contains("engine\n ! ", "     → start the engine", "errors: 0, warnings: ");
        assertThat(home).doesNotExist();
    }

    @Test
    void whatEnabledServersLackIsAnError() throws IOException {
        file("catalogs/docker-mcp.yaml", CATALOG);
        file("registry.yaml", "registry: {github: {ref: \"\"}, gone: {ref: \"\"}}");
        file("tools.yaml", "githob: []");
        file("config.yaml", "nobody: {a: 1}");

        assertThat(found("error"))
                .anyMatch(text -> text.startsWith("engine: ") && text.contains("mcp/github"))
                .anyMatch(text -> text.startsWith("servers: server 'github' asks for the secret github.token")
                        && text.endsWith("→ mcp-gateway secret set github.token"))
                .anyMatch(text -> text.contains("server 'gone' is enabled, but in no catalog"));
        assertThat(found("warning"))
                .anyMatch(text -> text.contains("server 'github' asks for configuration"))
                .anyMatch(text -> text.contains("tools.yaml chooses tools of the server 'githob'"))
                .anyMatch(text -> text.contains("config.yaml configures the server 'nobody'"))
                .anyMatch(text -> text.startsWith("files: left out: ") && text.contains("bad"));

        ok("secret", "set", "github.token=s3cret");
        assertThat(found("error")).noneMatch(text -> text.contains("github.token"));
        assertThat(ok("server", "disable", "gone", "github").err()).contains("Disabled gone");
        assertThat(found("error")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.yaml, 'registry: [s3cret'",
        "registry.yaml, 'registry: 7'",
        "config.yaml, 'a: s3cret'",
        "tools.yaml, 'a: {b: s3cret}'",
        "catalog.json, '{\"catalogs\":s3cret'",
        "catalogs/x.yaml, 'registry: {s3cret'",
        "profiles/x.yaml, '- s3cret'",
        ".env, 'no equals sign s3cret'",
        "../.docker/config.json, '{s3cret'"
    })
    void aBrokenFileIsNamedAndNotQuoted(String name, String content) throws IOException {
        file(name, content);

        assertThat(found("error"))
                .anyMatch(text -> text.startsWith("files: ")
                        && text.contains(Path.of(name).getFileName().toString()))
                .noneMatch(text -> text.contains("s3cret"));
    }

    @Test
    void secretsThatOthersCanReadAreAWarning() throws IOException {
        Path env = file(".env", "a=s3cret\n");
        Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(found("warning")).anyMatch(text -> text.endsWith("→ chmod 600 " + env));

        Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-------"));
        assertThat(found("warning")).noneMatch(text -> text.contains("chmod"));
    }

    @Test
    void aClientThatStartsWhatIsNotThereIsAnError() throws IOException {
        Path settings = file(
                "../.cursor/mcp.json",
                "{\"mcpServers\":{\"MCP_DOCKER\":{\"command\":\"docker\",\"args\":[\"mcp\",\"gateway\",\"run\"]}}}");
        assertThat(found("error"))
                .anyMatch(text -> text.startsWith("clients: cursor starts 'docker', which is not there")
                        && text.contains("client connect cursor --global"));

        executable(directory.resolve("bin/docker"));
        assertThat(found("error")).anyMatch(text -> text.contains("docker has no such plugin"));

        executable(directory.resolve(".docker/cli-plugins/docker-mcp"));
        assertThat(found("error")).isEmpty();
        assertThat(found("ok")).anyMatch(text -> text.contains("cursor is connected"));

        Files.writeString(settings, Files.readString(settings).replace("\"run\"", "\"run\",\"--profile\",\"work\""));
        assertThat(found("error")).anyMatch(text -> text.contains("the profile 'work', which does not exist"));

        Files.writeString(settings, "{broken");
        assertThat(found("error")).anyMatch(text -> text.contains("the settings of cursor cannot be read"));
    }

    private static void executable(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theServersOfTheProfileThatCountsAreLookedAt() throws IOException {
        file("profiles/default.yaml", """
                version: 1
                id: default
                name: Default
                servers:
                  - type: image
                    image: mcp/github
                    secrets: default
                    snapshot:
                      server:
                        name: github
                        type: server
                        image: mcp/github
                        secrets: [{name: github.token, env: TOKEN}]
                        config: [{name: github, properties: {host: {type: string}}, required: [host]}]
                secrets: {default: {provider: docker-desktop-store}}
                """);

        assertThat(found("error"))
                .anyMatch(text -> text.startsWith("engine: ") && text.contains("mcp/github"))
                .anyMatch(text -> text.startsWith("servers: server 'github' asks for the secret github.token"));
        assertThat(found("warning"))
                .anyMatch(text -> text.contains("server 'github' asks for configuration that the profile default")
                        && text.contains("mcp-gateway profile config default"));

        file("registry.yaml", "registry: {}");
        assertThat(found("error")).isEmpty();
    }

    @Test
    void theImagesThatPackagesWouldRunInAreLookedAt() throws IOException {
        file("catalogs/docker-mcp.yaml", """
                registry:
                  notes: {command: npx, args: ["notes@1.2.3"]}
                  lines: {command: uvx, args: ["lines==1.2.3"]}
                """);
        file("registry.yaml", "registry: {notes: {ref: \"\"}, lines: {ref: \"\"}}");
        String id = "sha256:" + "a".repeat(64);
        String first = "sha256:" + "b".repeat(64);
        try (FakeEngine engine = new FakeEngine().image("my/node:1", id)) {
            cli.environment("DOCKER_HOST", engine.address());
            assertThat(found("warning"))
                    .anyMatch(text ->
                            text.startsWith("engine: image node:24-bookworm-slim, in which packages run (notes),"
                                            + " is not there")
                                    && text.contains("it is pinned when the first package runs in it")
                                    && text.contains("→ docker pull node:24-bookworm-slim"));
            assertThat(found("ok", "--package-image", "npm=my/node:1"))
                    .contains("engine: image my/node:1, in which packages run (notes), is there, pinned when the first"
                            + " package runs in it → ");
            assertThat(found("ok", "--package-image", "npm=" + id))
                    .as("what the engine does not have is not there")
                    .noneMatch(text -> text.contains("(notes)"));
            engine.image(id, id);
            assertThat(found("ok", "--package-image", "npm=" + id))
                    .anyMatch(text -> text.contains("(notes), is there, named by digest"));

            file("settings.yaml", "packageImages: {npm: 'my/node:1'}");
            Path pins = file("package-images.yaml", "'my/node:1': '" + id + "'\n");
            assertThat(found("ok"))
                    .anyMatch(
                            text -> text.startsWith("engine: image my/node:1, in which packages run (notes), is there,"
                                    + " pinned to " + id + " by " + pins));
            assertThat(found("warning", "--package-image", "npm=other"))
                    .as("flags win")
                    .anyMatch(text -> text.contains("image other, in which packages run (notes), is not there"));
            assertThat(found("ok", "--packages", "sandbox")).noneMatch(text -> text.contains("(notes)"));

            file("package-images.yaml", "'my/node:1': '" + first + "'\n");
            assertThat(found("error"))
                    .anyMatch(text -> text.contains("stands for another build, " + id
                                    + ", than when it was first used, " + first + ", and they do not run in it")
                            && text.endsWith("delete the line of 'my/node:1' from " + pins
                                    + ", or name a build by digest with --package-image"));
            file("package-images.yaml", "'my/node:1': 'my/node@" + first + "'\n");
            assertThat(found("warning"))
                    .anyMatch(text ->
                            text.contains("my/node@" + first + ", which is not there, and the first call waits"));
            engine.image("my/node@" + first, first);
            assertThat(found("warning")).anyMatch(text -> text.contains("my/node@" + first + ", in which they run"));

            file("package-images.yaml", "- broken");
            assertThat(found("error")).anyMatch(text -> text.startsWith("engine: " + pins));
        }
    }

    @Test
    void packagesThatAreToRunInContainersNeedAnEngine() throws IOException {
        file("catalogs/docker-mcp.yaml", "registry: {notes: {command: npx, args: [\"notes@1.2.3\"]}}");
        file("registry.yaml", "registry: {notes: {ref: \"\"}}");

        assertThat(found("error")).isEmpty();
        assertThat(found("error", "--packages", "container"))
                .anyMatch(text -> text.startsWith("engine: ") && text.contains("node:24-bookworm-slim"));
    }
}
