package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that are a container for each call, with a real engine. */
final class ContainerToolsIT {
    private final String server = "tools-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path directory;

    private Gateway gateway;

    @BeforeEach
    void catalog() throws IOException {
        Requirements.dockerImage();
        // No test server; the catalog is written below.
        gateway = Gateway.inFrontOf(directory).with("--servers", server);
        Files.writeString(gateway.home().resolve("test-catalog.yaml"), """
                registry:
                  SERVER:
                    type: poci
                    tools:
                      - name: run
                        description: Runs a script.
                        parameters: {type: object, properties: {script: {type: string}}, required: [script]}
                        container: {image: IMAGE, command: ["-e", "{{script}}"]}
                      - name: read
                        parameters: {type: object, properties: {file: {type: string}}, required: [file]}
                        container:
                          image: IMAGE
                          command: ["-e", "process.stdout.write(require('fs').readFileSync(process.argv[1], 'utf8'))", "{{file}}"]
                          volumes: ["{{file}}:{{file}}"]
                      - name: escape
                        container: {image: IMAGE, volumes: ["/var/run/docker.sock:/docker.sock"]}
                """.replace("SERVER", server)
                .replace("IMAGE", Requirements.IMAGE));
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            awaitEnd();
        } finally {
            DockerCli.removeAllOf(server);
        }
    }

    private void awaitEnd() {
        Awaitility.await("every container is gone")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(DockerCli.containersOf(server)).isEmpty());
    }

    private static JsonNode result(CompletableFuture<JsonNode> answer) {
        JsonNode message = Peer.await(answer);
        assertThat(message.has("result")).as(message.toString()).isTrue();
        return message.path("result");
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    @Test
    void toolsAreListedWithoutAContainerAndACallIsOne() throws IOException {
        try (StdioPeer peer = gateway.startStdio()) {
            peer.initialize();
            JsonNode tools = Peer.await(peer.request("tools/list", Peer.object(params -> {})))
                    .at("/result/tools");
            assertThat(tools).as("the one that mounts the socket is left out").hasSize(2);
            assertThat(tools.at("/0/inputSchema/required/0").asText()).isEqualTo("script");
            assertThat(DockerCli.containersOf(server)).isEmpty();

            JsonNode said = result(peer.call("run", arguments -> arguments.put("script", "console.log('said')")));
            assertThat(text(said)).isEqualTo("said");
            assertThat(said.has("isError")).isFalse();

            JsonNode failed = result(peer.call(
                    "run",
                    arguments -> arguments.put(
                            "script", "console.log('half'); console.error('no such thing'); process.exitCode = 7")));
            assertThat(failed.path("isError").asBoolean()).isTrue();
            assertThat(text(failed)).startsWith("half\n").contains("exit status 7", "no such thing");

            JsonNode input = result(peer.call(
                    "run",
                    arguments -> arguments.put(
                            "script", "process.stdin.on('end', () => console.log('at its end')).resume()")));
            assertThat(text(input)).as("standard input").isEqualTo("at its end");
        }
    }

    @Test
    void aCallsContainerIsHardenedAndEndsWithTheCall() throws IOException {
        ProcessBuilder builder = gateway.stdioBuilder();
        builder.environment().put("DOCKER_MCP_IN_DIND", "1"); // by which the Go gateway makes every server privileged
        try (StdioPeer peer = StdioPeer.start(builder)) {
            peer.initialize();
            CompletableFuture<JsonNode> never =
                    peer.call("run", arguments -> arguments.put("script", "setTimeout(() => {}, 600000)"));
            long id = peer.latestId();
            String container = Awaitility.await("a container runs")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> DockerCli.containersOf(server), found -> found.size() == 1)
                    .get(0);
            Awaitility.await("it has been started")
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            DockerCli.inspect(container, "{{.State.Running}}").equals("true"));

            JsonNode host = Transcript.tree(DockerCli.inspect(container, "{{json .HostConfig}}"));
            assertThat(host.path("Privileged").asBoolean()).isFalse();
            assertThat(host.at("/CapDrop/0").asText()).isEqualTo("ALL");
            assertThat(host.path("CapAdd").isEmpty()).isTrue();
            assertThat(host.at("/SecurityOpt/0").asText()).startsWith("no-new-privileges");
            assertThat(host.path("PidsLimit").asLong()).isEqualTo(512);
            assertThat(host.path("Memory").asLong()).isEqualTo(2L << 30);
            assertThat(host.path("MemorySwap").asLong()).isEqualTo(2L << 30);
            assertThat(host.at("/LogConfig/Type").asText()).isEqualTo("none");
            assertThat(host.path("AutoRemove").asBoolean()).isTrue();
            assertThat(host.path("Binds").isNull() || host.path("Binds").isEmpty())
                    .isTrue();
            JsonNode labels = Transcript.tree(DockerCli.inspect(container, "{{json .Config.Labels}}"));
            assertThat(labels.path("docker-mcp-tool-type").asText()).isEqualTo("poci");
            assertThat(labels.path("docker-mcp-tool-name").asText()).isEqualTo("run");

            peer.cancel(id);
            awaitEnd();
            assertThat(never).isNotDone();
        }
    }

    @Test
    void pathsFromArgumentsAreMountedReadOnlyUnderTheRules() throws IOException {
        Path file = Files.writeString(directory.resolve("note.txt"), "noted");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/passwd"));
        try (StdioPeer peer = gateway.startStdio()) {
            peer.initialize();
            assertThat(text(result(peer.call("read", arguments -> arguments.put("file", file.toString())))))
                    .isEqualTo("noted");
            List<String> refused = new ArrayList<>();
            for (String path : List.of(
                    "/etc/passwd",
                    "/var/run/docker.sock",
                    directory.resolve("link").toString(),
                    directory + "/../../etc/passwd",
                    file + ":/bin:ro",
                    server)) {
                JsonNode result = result(peer.call("read", arguments -> arguments.put("file", path)));
                assertThat(result.path("isError").asBoolean()).as(path).isTrue();
                refused.add(text(result));
            }
            assertThat(refused.get(0)).contains("sensitive system path");
            assertThat(refused.get(1)).contains("sensitive system path");
            assertThat(refused.get(2)).contains("sensitive system path");
            assertThat(refused.get(3)).contains("leads up with '..'");
            assertThat(refused.get(4)).contains("holds a ':'");
            assertThat(refused.get(5)).contains("must be an absolute path");
        }
    }

    @Test
    void callsRunSideBySideEachInItsOwnContainer() throws IOException {
        try (StdioPeer peer = gateway.startStdio()) {
            peer.initialize();
            List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(peer.call(
                        "run",
                        arguments -> arguments.put(
                                "script",
                                "const fs = require('fs'); console.log(fs.existsSync('/tmp/mark'));"
                                        + " fs.writeFileSync('/tmp/mark', 'x')")));
            }
            for (CompletableFuture<JsonNode> answer : answers) {
                assertThat(text(result(answer))).isEqualTo("false");
            }
        }
    }
}
