package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.cli.launcher.Launched.Result;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a plugin of the docker client, and through that client where there is one. */
class DockerPluginIT {
    private final Path script = Path.of("target/dist/bin/mcp-gateway").toAbsolutePath();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    private Path link;

    @BeforeEach
    void setUp() {
        environment.put("HOME", home.toString());
        environment.put("MCP_GATEWAY_ARCHIVE", "off");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        link = home.resolve(".docker/cli-plugins/docker-mcp");
    }

    private Result run(Path program, int status, String... words) throws Exception {
        Result result = Launched.run(program, environment, words);
        assertThat(result.status()).as(result.err()).isEqualTo(status);
        return result;
    }

    @Test
    void itIsInstalledAnswersDockerAndIsRemoved() throws Exception {
        run(script, 0, "install");
        // Without a Java: docker asks each time that it lists its commands.
        environment.put("JAVA_HOME", "/no-such-java");
        Result metadata = run(link, 0, "docker-cli-plugin-metadata");
        JsonNode said = new ObjectMapper().readTree(String.join("", metadata.out()));
        assertThat(said.get("SchemaVersion").asText()).isEqualTo("0.1.0");
        assertThat(said.get("Vendor").asText()).isNotBlank();
        assertThat(said.get("Version").asText()).isNotEqualTo("development");
        environment.put("JAVA_HOME", System.getProperty("java.home"));

        assertThat(run(link, 0, "mcp", "--help").out()).first().asString().startsWith("Usage: docker mcp ");
        assertThat(run(link, 0, "--config", home.resolve(".docker").toString(), "-D", "mcp", "catalog", "ls")
                        .out())
                .containsExactly("No catalogs configured.");
        assertThat(run(link, 2, "mcp", "catalgo").err()).contains("for \"docker mcp\"; did you mean 'catalog'?");
        run(script, 0, "install");
        run(script, 0, "uninstall");
        assertThat(link).doesNotExist();
        run(script, 0, "uninstall");
    }

    @Test
    void dockersFlagsForTlsAreHeededOrRefused() throws Exception {
        run(script, 0, "install");
        Path java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
        Files.writeString(
                java, "#!/bin/sh\necho \"verify=${DOCKER_TLS_VERIFY-} tls=${DOCKER_TLS-} host=$DOCKER_HOST\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        environment.put("JAVA_HOME", home.resolve("java").toString());
        String[] rest = {"-H", "tcp://example:2376", "mcp", "version"};

        for (String flag : List.of("--tlsverify", "--tlsverify=true")) {
            assertThat(run(link, 0, with(flag, rest)).out()).containsExactly("verify=1 tls= host=tcp://example:2376");
        }
        assertThat(run(link, 0, with("--tls", rest)).out()).containsExactly("verify= tls=1 host=tcp://example:2376");
        environment.put("DOCKER_TLS_VERIFY", "1");
        assertThat(run(link, 0, with("--tlsverify=false", rest)).out())
                .containsExactly("verify= tls= host=tcp://example:2376");
        for (String flag : List.of("--tlscacert", "--tlscert", "--tlskey=/key.pem", "--tlsverify=perhaps")) {
            Result refused = run(link, 2, with(flag, rest));
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains(flag.replaceFirst("=.*", "") + " is not supported", "DOCKER_CERT_PATH");
        }
    }

    private static String[] with(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    @Test
    void anotherProgramsPluginIsNotTakenAwayUnasked() throws Exception {
        Files.createDirectories(link.getParent());
        Files.writeString(link, "theirs");
        assertThat(run(script, 2, "install").err()).contains("--force");
        assertThat(run(script, 2, "uninstall").err()).contains("left alone");
        assertThat(link).hasContent("theirs");
        run(script, 0, "install", "--force");
        assertThat(link).isSymbolicLink();
        run(script, 0, "uninstall");
        assertThat(link).hasContent("theirs");
    }

    @Test
    void dockersOwnClientFindsIt() throws Exception {
        Optional<Path> docker = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "docker"))
                .filter(Files::isExecutable)
                .findFirst();
        if (docker.isEmpty()) {
            System.err.println("SKIPPED: DockerPluginIT#dockersOwnClientFindsIt needs the docker client");
            assertThat(System.getenv("MCP_GATEWAY_CI"))
                    .as("the docker client is missing")
                    .isNull();
            return;
        }
        run(script, 0, "install");
        assertThat(run(docker.get(), 0, "--help").out())
                .anyMatch(line -> line.strip().startsWith("mcp*"));
        assertThat(run(docker.get(), 0, "mcp", "tools", "ls").out())
                .anyMatch(line -> line.contains("get_current_time"));
        Result served = Launched.session(docker.get(), environment, "mcp");
        served.isProtocolOnly();
    }
}
