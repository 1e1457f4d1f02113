package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that sleeps costs memory, not a thread. {@code -Dsoak.sleepMillis=N} makes them sleep longer. */
final class ManyWaitingCallsIT {
    private static final int CALLS = 1000;
    private static final int SLEEP_MILLIS = Integer.getInteger("soak.sleepMillis", 20_000);

    /** Far below one thread per call; leaves room for pools that grow to the number of processors. */
    private static final int MORE_THREADS = 50;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void aThousandSleepingCallsHoldNoThreads(String transport) throws IOException {
        Requirements.proc();
        Gateway gateway = Gateway.inFrontOf(directory, TestServer.ofScript("echo"));
        if (transport.equals("stdio")) {
            try (StdioPeer peer = gateway.startStdio()) {
                measure(peer, transport);
                assertThat(peer.strays()).isEmpty();
            }
            return;
        }
        try (HttpGateway http = gateway.startHttp();
                HttpPeer peer = http.connect()) {
            measure(peer, transport);
        }
    }

    private static void measure(Peer peer, String transport) {
        // Given: a gateway that has worked at full width once, so that its pools have their size
        peer.initialize();
        List<CompletableFuture<JsonNode>> warm = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            warm.add(peer.call("echo", arguments -> arguments.put("text", "warm")));
        }
        warm.forEach(Peer::await);
        long pid = peer.process().pid();
        int threadsBefore = ProcFs.threads(pid);
        long memoryBefore = ProcFs.residentKilobytes(pid);

        // When
        List<CompletableFuture<JsonNode>> sleeping = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            int number = i;
            sleeping.add(peer.call(
                    "sleep", arguments -> arguments.put("ms", SLEEP_MILLIS).put("number", number)));
        }
        Awaitility.await("all calls have reached the server")
                .atMost(Duration.ofMillis(SLEEP_MILLIS))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(executed(peer, "sleep")).isEqualTo(CALLS));
        int threads = ProcFs.threads(pid);
        long memory = ProcFs.residentKilobytes(pid);

        // Then
        System.err.printf(
                "ManyWaitingCallsIT: %s: %d threads before, %d with %d calls in flight; resident %d kB before, %d kB with them%n",
                transport, threadsBefore, threads, CALLS, memoryBefore, memory);
        assertThat(sleeping).as("still in flight").noneMatch(CompletableFuture::isDone);
        assertThat(threads).isLessThanOrEqualTo(threadsBefore + MORE_THREADS);
        assertThat(peer.echo("still here")).isEqualTo("still here");
        for (int i = 0; i < CALLS; i++) {
            JsonNode answer = Peer.await(sleeping.get(i), Duration.ofMillis(SLEEP_MILLIS + 60_000L));
            assertThat(answer.at("/result/structuredContent/number").asInt(-1)).isEqualTo(i);
        }
    }

    private static long executed(Peer peer, String tool) {
        JsonNode answer = Peer.await(peer.call("calls", arguments -> {}));
        long count = 0;
        for (JsonNode name : answer.at("/result/structuredContent/executed")) {
            count += name.asText().equals(tool) ? 1 : 0;
        }
        return count;
    }
}
