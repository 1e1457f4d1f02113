package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 clients of both eras, over HTTP and stdio, at 8 servers of both eras, over HTTP and stdio, with questions that are
 * answered, declined and forgotten, cancellations, progress, log messages, list changes, silence and crashes: no message
 * reaches another client or another call, every call ends, and when the clients are gone the gateway holds what it held
 * before. {@code -Dsoak.chaosSeconds=N} sets the time, {@code -Dsoak.seed=N} repeats the decisions of a run.
 */
final class ChaosIT {
    private static final int SECONDS = Integer.getInteger("soak.chaosSeconds", 60);
    private static final int WARM_SECONDS = 15;
    private static final int CLIENTS = 64;
    private static final int STDIO_CLIENTS = 8;
    private static final int WORKERS = 2;

    /** What code and caches may still add after the first round; a leak of a few hundred bytes for each call is more. */
    private static final long MORE_HEAP_KILOBYTES = 4096;

    private static final int MORE_THREADS = 8;
    private static final int MORE_DESCRIPTORS = 8;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(120);
    private static final int CALM_LOOKS = 4;

    private final long seed = Long.getLong("soak.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void nothingIsCrossedLostOrLeftBehind() throws Exception {
        Requirements.proc();
        System.err.println("ChaosIT: " + SECONDS + " s, seed " + seed);
        String marker = "chaos-" + Long.toHexString(seed) + "-"
                + ProcessHandle.current().pid();
        ExecutorService threads = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        Map<String, ChaosFigures> figures = new LinkedHashMap<>();
        ChaosLedger ledger = new ChaosLedger();
        try (ChaosServers servers = ChaosServers.start(marker);
                ChaosHost host = ChaosHost.start(directory.resolve("http"), servers)) {
            figures.put("fresh", host.figures());
            Round round = new Round(servers, host, threads, timer);
            round.run(new ChaosLedger(), seed + 1, WARM_SECONDS);
            figures.put("start", settled(host, null));
            round.run(ledger, seed, SECONDS);
            figures.put("end", settled(host, figures.get("start")));
            System.err.println("ChaosIT: seed " + seed + ", " + SECONDS + " s with " + CLIENTS + " clients and "
                    + servers.all().size() + " servers\n" + ledger.report() + "  HTTP servers restarted "
                    + servers.restarts() + "\n" + ChaosFigures.table(figures));
            assertThat(ledger.wrongs()).isEmpty();
            assertThat(ledger.of("calls")).isGreaterThan(SECONDS);
            assertBack(figures.get("start"), figures.get("end"));
        } finally {
            threads.shutdownNow();
            timer.shutdownNow();
        }
        Awaitility.await("no process of this run is left")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ProcFs.withArgument(marker)).isEmpty());
    }

    /** The figures when nothing changes any more: sessions have ended for idleness, parked calls have been given up. */
    private static ChaosFigures settled(ChaosHost host, @org.jspecify.annotations.Nullable ChaosFigures goal)
            throws Exception {
        long end = System.nanoTime() + BACK_WITHIN.toNanos();
        ChaosFigures before = host.figures();
        int calm = 0;
        while (System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(5); // between two looks
            ChaosFigures now = host.figures();
            boolean idle = now.tables().get("io.mcpgateway.session.ModernSessions$Entry") == 0;
            calm = idle && now.tables().equals(before.tables()) && now.descriptors() == before.descriptors()
                    ? calm + 1
                    : 0;
            if (goal == null ? calm == CALM_LOOKS : idle && isBack(goal, now)) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private static boolean isBack(ChaosFigures start, ChaosFigures end) {
        try {
            assertBack(start, end);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static void assertBack(ChaosFigures start, ChaosFigures end) {
        end.tables()
                .forEach((name, count) -> assertThat(count)
                        .as("living entries of " + name)
                        .isLessThanOrEqualTo(start.tables().get(name)));
        assertThat(end.children()).as("child processes").isLessThanOrEqualTo(start.children());
        assertThat(end.threads()).as("threads").isLessThanOrEqualTo(start.threads() + MORE_THREADS);
        assertThat(end.descriptors()).as("descriptors").isLessThanOrEqualTo(start.descriptors() + MORE_DESCRIPTORS);
        assertThat(end.heapKilobytes())
                .as("heap in kB")
                .isLessThanOrEqualTo(start.heapKilobytes() + MORE_HEAP_KILOBYTES);
    }

    /** All clients, from their greeting to their end. */
    private record Round(
            ChaosServers servers, ChaosHost host, ExecutorService threads, ScheduledExecutorService timer) {
        void run(ChaosLedger ledger, long seed, int seconds) throws Exception {
            Random random = new Random(seed);
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(threads)
                    .build();
            List<ChaosClient> clients = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                clients.add(client(number, ledger, random.nextLong(), http));
            }
            List<Future<?>> opening = new ArrayList<>();
            clients.forEach(client -> opening.add(threads.submit(client::open)));
            for (Future<?> one : opening) {
                one.get(2, TimeUnit.MINUTES);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            List<Future<?>> working = new ArrayList<>();
            for (ChaosClient client : clients) {
                for (int worker = 0; worker < WORKERS; worker++) {
                    long own = random.nextLong();
                    working.add(threads.submit(() -> {
                        client.work(own, deadline);
                        return null;
                    }));
                }
            }
            for (Future<?> one : working) {
                one.get(seconds + 120L, TimeUnit.SECONDS);
            }
            for (ChaosClient client : clients) {
                client.unended().forEach(token -> ledger.wrong("has not ended: " + token));
            }
            List<Future<?>> leaving = new ArrayList<>();
            for (ChaosClient client : clients) {
                boolean politely = random.nextInt(100) < 70;
                leaving.add(threads.submit(() -> {
                    client.leave(politely);
                    return null;
                }));
            }
            for (Future<?> one : leaving) {
                one.get(2, TimeUnit.MINUTES);
            }
        }

        private ChaosClient client(int number, ChaosLedger ledger, long seed, HttpClient http) {
            boolean modern = number % 2 == 1;
            boolean stdio = number < STDIO_CLIENTS;
            return new ChaosClient(
                    "c" + number,
                    modern,
                    !stdio,
                    number % 3 != 0,
                    servers.targetsOf(number),
                    ledger,
                    timer,
                    seed,
                    listener -> stdio
                            ? startStdio(host, number, listener)
                            : new ChaosHttp(http, threads, host.endpoint(), modern, listener));
        }

        private static ChaosWire startStdio(ChaosHost host, int number, ChaosWire.Listener listener) {
            try {
                Path home = Files.createTempDirectory(host.directory(), "stdio-" + number + "-");
                return ChaosStdio.start(host.servers().inFrontOf(home).stdioBuilder(), listener);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
