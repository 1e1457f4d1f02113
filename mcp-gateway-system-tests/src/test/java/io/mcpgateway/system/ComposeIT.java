package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of {@code examples/compose}, as they are but for the names of images and the place of the servers' programs, run
 * by compose.
 */
final class ComposeIT {
    private static final Path EXAMPLES = Requirements.ROOT.resolve("examples/compose");

    private final String project = "mcp-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<AutoCloseable> open = new ArrayList<>();
    private List<String> compose;
    private String file = "";
    private int port;

    @TempDir
    Path directory;

    @BeforeEach
    void copyExamples() throws IOException {
        compose = Requirements.compose();
        Requirements.gatewayImage();
        port = Gateway.freePort();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path source : files.toList()) {
                Path target = directory.resolve(EXAMPLES.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.writeString(
                            target,
                            Files.readString(source)
                                    .replace("mcp-gateway:latest", Requirements.GATEWAY_IMAGE)
                                    .replace("node:22-alpine", Requirements.IMAGE)
                                    .replace("/srv/mcp/servers", directory + "/servers"));
                }
            }
        }
        // The gateway and the servers are other users.
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.toList()) {
                Files.setPosixFilePermissions(
                        each, PosixFilePermissions.fromString(Files.isDirectory(each) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    @AfterEach
    void leaveNothing() throws Exception {
        try {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        } finally {
            if (!file.isEmpty()) {
                Process down = builder("down", "--volumes", "--timeout", "5")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("down.log").toFile())
                        .start();
                assertThat(down.waitFor(60, TimeUnit.SECONDS))
                        .as("compose ends what it started")
                        .isTrue();
            }
            DockerCli.removeAllOf("greeter");
        }
    }

    private ProcessBuilder builder(String... words) throws IOException {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("--file", file, "--project-name", project));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("MCP_GATEWAY_AUTH_TOKEN", Gateway.TOKEN);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("DOCKER_GID", DockerCli.socketGroup());
        return builder;
    }

    private HttpGateway up(String composeFile) throws IOException {
        file = composeFile;
        Path log = directory.resolve("up.log");
        Process process = builder("up")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        HttpGateway gateway = new HttpGateway(process, URI.create("http://127.0.0.1:" + port + "/mcp"), log);
        open.add(process::destroy);
        gateway.awaitAnswering();
        return gateway;
    }

    private HttpPeer connect(HttpGateway gateway) {
        HttpPeer peer = gateway.connect();
        open.add(peer);
        peer.initialize();
        return peer;
    }

    private static String greet(Peer peer) {
        JsonNode answer = Awaitility.await("the server is reached")
                .atMost(Peer.PATIENCE)
                .until(
                        () -> Peer.await(peer.call("greet", arguments -> arguments.put("name", "Ada"))),
                        message -> message.has("result"));
        return answer.at("/result/content/0/text").asText();
    }

    private static int status(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void minimal() throws IOException {
        file = "minimal.yaml";
        try (StdioPeer peer = StdioPeer.start(builder("run", "--rm", "-T", "gateway"))) {
            peer.initialize();
            JsonNode tools = Peer.await(peer.request("tools/list", Peer.object(params -> {})));
            assertThat(tools.toString()).contains("get_current_time");
        }
    }

    @Test
    void streamingWithHealth() throws Exception {
        HttpGateway gateway = up("streaming.yaml");
        String base = "http://127.0.0.1:" + port;
        assertThat(status(base + "/health")).isEqualTo(200);
        assertThat(status(base + "/mcp")).as("without a token").isEqualTo(401);
        JsonNode answer = Peer.await(
                connect(gateway).call("get_current_time", arguments -> arguments.put("timezone", "Europe/Paris")));
        assertThat(answer.toString()).contains("Europe/Paris");
        String container = containerOf("gateway");
        assertThat(DockerCli.inspect(container, "{{.Config.User}}")).isEqualTo("65532:65532");
        Awaitility.await("the health check of the file says so, too")
                .atMost(Duration.ofSeconds(40))
                .until(() ->
                        DockerCli.inspect(container, "{{.State.Health.Status}}").equals("healthy"));
    }

    @Test
    void ownCatalogConfigurationAndSecretsAsFilesAndAServerInAContainer() throws Exception {
        HttpGateway gateway = up("servers.yaml");
        assertThat(greet(connect(gateway))).isEqualTo("Good day, Ada! (14 secret characters)");
        Awaitility.await("a container for each call, which is gone")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(DockerCli.containersOf("greeter")).isEmpty());
        assertThat(gateway.output()).doesNotContain("not-a-real-one");
    }

    @Test
    void staticServersWithoutTheEnginesSocket() throws Exception {
        HttpGateway gateway = up("static.yaml");
        assertThat(greet(connect(gateway))).isEqualTo("Hello, Ada!");
        assertThat(DockerCli.inspect(containerOf("gateway"), "{{range .Mounts}}{{.Destination}} {{end}}"))
                .isEqualTo("/mcp");
        DockerCli.run("restart", "--time", "1", containerOf("mcp-greeter"));
        assertThat(greet(connect(gateway))).as("after a restart of the server").isEqualTo("Hello, Ada!");
    }

    @Test
    void dockerInDockerNeedsAnImageFromElsewhereAndIsOnlyRead() throws Exception {
        file = "docker-in-docker.yaml";
        Path log = directory.resolve("config.log");
        Process config = builder("config")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(config.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(config.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).containsOnlyOnce("privileged: true");
        file = ""; // nothing was started
    }

    private String containerOf(String service) {
        return DockerCli.run(
                        "ps",
                        "--quiet",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--filter",
                        "label=com.docker.compose.service=" + service)
                .strip();
    }
}
