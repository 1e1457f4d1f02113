package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ps} and {@code stats} tell of real containers, and what {@code stop} does to them. The server is npm's
 * {@code server-everything}, which announces changed lists as it starts: that must start no other one.
 */
final class OperatorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final String server = "operated-" + UUID.randomUUID().toString().substring(0, 8);
    private Gateway gateway;

    private JsonNode ask(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Requirements.gateway());
        command.addAll(List.of("--home", gateway.home().toString()));
        command.addAll(List.of(words));
        command.add("--json");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        return Transcript.tree(out);
    }

    private static String echo(Peer peer, String text) {
        JsonNode answer = Peer.await(peer.call("echo", arguments -> arguments.put("message", text)));
        return answer.at("/result/content/0/text").asText(answer.toString());
    }

    private JsonNode figures() throws IOException, InterruptedException {
        return ask("stats").at("/0/servers/0");
    }

    @Test
    void announcementsOfAStartStartNothingAndOperatorsSeeAndEndWhatRuns() throws IOException {
        Requirements.dockerImage();
        gateway = Gateway.inFrontOf(
                directory, TestServer.everythingInDocker(server).isolated("call"));
        try (StdioPeer peer = gateway.startStdio()) {
            peer.initialize();
            assertThat(echo(peer, "one")).isEqualTo("Echo: one");
            assertThat(echo(peer, "two")).isEqualTo("Echo: two");
            Awaitility.await("a standby for the next call")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(figures().path("standbys").asInt()).isEqualTo(1));

            JsonNode figures = figures();
            assertThat(figures.path("calls").asInt()).isEqualTo(2);
            assertThat(figures.path("errors").asInt()).isZero();
            assertThat(figures.path("crashes").asInt()).isZero();
            assertThat(figures.path("starts").asInt())
                    .as("one for the list, one for each call, one that waits for the next")
                    .isLessThanOrEqualTo(4);
            Awaitility.await("nothing but the standby").atMost(PATIENCE).untilAsserted(() -> {
                JsonNode workloads = ask("ps").at("/0/workloads");
                assertThat(workloads).hasSize(1);
                JsonNode standby = workloads.get(0);
                assertThat(standby.path("state").asText()).isEqualTo("standby");
                assertThat(standby.path("kind").asText()).isEqualTo("container");
                assertThat(standby.path("memoryBytes").asLong()).isGreaterThan(1 << 20);
                assertThat(standby.path("cpuSeconds").asDouble()).isPositive();
                assertThat(DockerCli.containersOf(server))
                        .containsExactly(standby.path("id").asText());
            });

            assertThat(ask("stop", server).at("/0/ended").asInt()).isEqualTo(1);
            Awaitility.await("its container is removed")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(DockerCli.containersOf(server)).isEmpty());
            assertThat(figures().path("stopped").asBoolean()).isTrue();
            assertThat(ask("restart", server).at("/0/ended").asInt()).isZero();
            assertThat(echo(peer, "three")).isEqualTo("Echo: three");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            Awaitility.await("all containers are removed")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(DockerCli.containersOf(server)).isEmpty());
        }
    }
}
