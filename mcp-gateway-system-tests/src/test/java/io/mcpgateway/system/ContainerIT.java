package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine says about a workload while it runs. */
final class ContainerIT {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path directory;

    @Test
    void aRunningWorkloadIsHardenedLimitedNamedAndLabelled() throws IOException {
        Requirements.dockerImage();
        String server = "inspected-" + UUID.randomUUID().toString().substring(0, 8);
        Gateway gateway = Gateway.inFrontOf(directory, TestServer.scriptInDocker(server, "echo"))
                .with("--long-lived");
        try (StdioPeer peer = gateway.startStdio()) {
            peer.initialize();
            assertThat(peer.echo("up")).isEqualTo("up");
            List<String> containers = DockerCli.containersOf(server);
            assertThat(containers).hasSize(1);
            JsonNode host = json(containers.get(0), "{{json .HostConfig}}");
            JsonNode labels = json(containers.get(0), "{{json .Config.Labels}}");

            assertThat(texts(host.get("SecurityOpt"))).anyMatch(option -> option.startsWith("no-new-privileges"));
            assertThat(texts(host.get("CapDrop"))).containsExactly("ALL");
            assertThat(texts(host.get("CapAdd"))).isEmpty();
            assertThat(host.path("Privileged").asBoolean()).isFalse();
            assertThat(host.path("PidsLimit").asLong()).isEqualTo(512);
            assertThat(host.path("NanoCpus").asLong()).isEqualTo(1_000_000_000L);
            assertThat(host.path("Memory").asLong()).isEqualTo(2 * GIBIBYTE);
            assertThat(host.path("MemorySwap").asLong()).as("no extra swap").isEqualTo(2 * GIBIBYTE);
            assertThat(host.at("/LogConfig/Type").asText()).isEqualTo("none");
            assertThat(host.path("Init").asBoolean()).isTrue();
            assertThat(host.path("NetworkMode").asText()).isEqualTo("none");
            assertThat(DockerCli.inspect(containers.get(0), "{{.Name}}")).contains(server);
            assertThat(labels.path("docker-mcp").asText()).isEqualTo("true");
            assertThat(labels.path("docker-mcp-tool-type").asText()).isEqualTo("mcp");
            assertThat(labels.path("docker-mcp-transport").asText()).isEqualTo("stdio");
            assertThat(DockerCli.inspect(containers.get(0), "{{json .Config.Env}}"))
                    .as("nothing of the host's environment")
                    .doesNotContain("MCP_GATEWAY")
                    .doesNotContain(Gateway.TOKEN);
        } finally {
            awaitGone(server);
        }
    }

    private static void awaitGone(String server) {
        try {
            Awaitility.await("the container is removed")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(DockerCli.containersOf(server)).isEmpty());
        } finally {
            DockerCli.removeAllOf(server);
        }
    }

    private static JsonNode json(String container, String template) {
        return Transcript.tree(DockerCli.inspect(container, template));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
