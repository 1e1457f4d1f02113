package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many callers at once: every answer belongs to its question, none is lost, none comes twice. {@code -Dsoak.calls=N} sets
 * the number of calls per case.
 */
final class ConcurrencyIT {
    private static final int CALLS = Integer.getInteger("soak.calls", 10_000);

    @TempDir
    Path directory;

    static Stream<Arguments> callers() {
        return Stream.of(16, 64)
                .flatMap(callers -> Stream.of("stdio", "http")
                        .map(transport -> argumentSet(callers + " callers over " + transport, callers, transport)));
    }

    @ParameterizedTest
    @MethodSource("callers")
    void everyAnswerMatchesItsQuestion(int callers, String transport) throws Exception {
        Gateway gateway = Gateway.inFrontOf(directory, TestServer.ofScript("echo"));
        if (transport.equals("stdio")) {
            try (StdioPeer peer = gateway.startStdio()) {
                peer.initialize();
                run(List.of(peer), callers);
                assertThat(peer.strays())
                        .as("answers that nobody asked for, or second ones")
                        .isEmpty();
                assertThat(peer.junk()).as("lines that are not JSON").isEmpty();
            }
            return;
        }
        try (HttpGateway http = gateway.startHttp();
                HttpPeer first = http.connect();
                HttpPeer second = http.connect()) {
            first.initialize();
            second.initialize();
            assertThat(first.session()).isNotEqualTo(second.session());
            run(List.of(first, second), callers);
        }
    }

    /** The callers take turns on the peers, so that answers could also cross between sessions. */
    private static void run(List<Peer> peers, int callers) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger answered = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        long start = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                Peer peer = peers.get(caller % peers.size());
                String name = "caller " + caller;
                running.add(threads.submit(() -> {
                    for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
                        ask(peer, name + " call " + call, wrong);
                        answered.incrementAndGet();
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            threads.shutdownNow();
        }
        long millis = Math.max(1, (System.nanoTime() - start) / 1_000_000);
        System.err.printf(
                "ConcurrencyIT: %d callers, %d calls in %d ms: %d calls/s%n",
                callers, CALLS, millis, CALLS * 1000L / millis);
        assertThat(wrong).isEmpty();
        assertThat(answered).hasValue(CALLS);
    }

    private static void ask(Peer peer, String question, Queue<String> wrong) {
        JsonNode answer = Peer.await(peer.call("echo", arguments -> arguments.put("text", question)));
        boolean right = answer.at("/result/content/0/text").asText().equals(question)
                && answer.at("/result/structuredContent/text").asText().equals(question);
        if (!right) {
            wrong.add(question + " was answered by " + answer);
        }
    }
}
