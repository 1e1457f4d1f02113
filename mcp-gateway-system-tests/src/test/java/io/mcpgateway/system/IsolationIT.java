package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container under {@code isolation: call} serves one call: with standbys, in a burst, and when the gateway is killed. */
final class IsolationIT {
    private static final int BURST = 14;

    private final String server = "marks-" + UUID.randomUUID().toString().substring(0, 8);
    private final Set<String> seen = new HashSet<>();

    @TempDir
    Path directory;

    @AfterEach
    void removeWhatIsLeft() {
        if (!seen.isEmpty()) {
            DockerCli.removeAllOf(server);
        }
    }

    @Test
    void aWorkloadServesOneCallAndOneThatWaitsHearsSo() throws IOException {
        try (StdioPeer peer = start("--standby=2")) {
            assertUnused(Peer.await(mark(peer)));
            awaitContainers(2); // two standbys, the used one is gone
            List<CompletableFuture<JsonNode>> burst = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                burst.add(mark(peer));
            }
            burst.forEach(answer -> assertUnused(Peer.await(answer)));
            assertThat(seen).hasSize(1 + BURST);
            assertThat(peer.notifications()).anySatisfy(note -> {
                assertThat(note.path("method").asText()).isEqualTo("notifications/progress");
                assertThat(note.at("/params/message").asText()).matches("waiting for a workload, \\d+ before it");
                assertThat(note.at("/params/progress").asDouble()).isNegative();
            });
            awaitContainers(2);
        } finally {
            awaitContainers(0);
        }
    }

    @Test
    void aCallInFlightFinishesWhenTheGatewayIsToldToEndAndStandbysEndWithIt() throws Exception {
        try (StdioPeer peer = start()) {
            assertUnused(Peer.await(mark(peer)));
            awaitContainers(1);
            CompletableFuture<JsonNode> held = peer.call("hold", arguments -> arguments.put("ms", 3000));
            awaitContainers(2); // the one in use, and the next standby
            peer.process()
                    .toHandle()
                    .destroy(); // a signal and no more; the process object would close the streams, too
            assertUnused(Peer.await(held));
            assertThat(peer.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            awaitContainers(0);
        }
    }

    @Test
    void standbysOfAGatewayThatIsKilledAreGone() throws Exception {
        StdioPeer peer = start();
        try {
            assertUnused(Peer.await(mark(peer)));
            awaitContainers(1);
        } finally {
            peer.process().destroyForcibly();
        }
        assertThat(peer.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        awaitContainers(0);
    }

    private StdioPeer start(String... flags) throws IOException {
        Requirements.dockerImage();
        StdioPeer peer = Gateway.inFrontOf(
                        directory, TestServer.scriptInDocker(server, "marks").isolated("call"))
                .with(flags)
                .startStdio();
        peer.initialize();
        return peer;
    }

    private static CompletableFuture<JsonNode> mark(StdioPeer peer) {
        return peer.request("tools/call", Peer.object(params -> {
            params.put("name", "mark").putObject("arguments");
            params.putObject("_meta").put("progressToken", "t" + peer.latestId());
        }));
    }

    private void assertUnused(JsonNode answer) {
        JsonNode marks = answer.at("/result/structuredContent");
        assertThat(marks.path("memory").asInt()).as("%s", answer).isEqualTo(1);
        assertThat(marks.path("files").asInt()).as("%s", answer).isEqualTo(1);
        assertThat(seen.add(marks.path("self").asText())).as("%s", answer).isTrue();
    }

    private void awaitContainers(int count) {
        Awaitility.await(count + " containers")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(DockerCli.containersOf(server)).hasSize(count));
    }
}
