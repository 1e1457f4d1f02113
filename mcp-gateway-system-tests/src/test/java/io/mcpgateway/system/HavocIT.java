package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under load, workloads are killed and paused, their pipes filled, networks removed, the engine restarted, the disk of cache
 * and state filled, and the gateway killed with -9: every call ends with its own answer or a clear error, no call under
 * {@code isolation: call} finds what another one left, and in the end each server answers again and nothing is left behind.
 * {@code -Dsoak.havocSeconds=N} sets the time, {@code -Dsoak.seed=N} repeats the decisions of a run.
 */
final class HavocIT {
    private static final int SECONDS = Integer.getInteger("soak.havocSeconds", 30);
    private static final int CALLERS = 12;
    private static final String PACKAGE = "havoc-server";
    private static final String VERSION = "1.0.0";
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    private final long seed = Long.getLong("soak.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void everyCallEndsAndNothingIsLeft() throws Exception {
        Requirements.proc();
        Requirements.dockerImage();
        Requirements.ownEngine();
        Requirements.sandboxes();
        System.err.println("HavocIT: " + SECONDS + " s, seed " + seed);
        String marker = "havoc-" + Long.toHexString(seed) + "-"
                + ProcessHandle.current().pid();
        ChaosLedger ledger = new ChaosLedger();
        List<TestServer> servers = List.of(
                TestServer.scriptInDocker("hc", "havoc", "hc", marker).isolated("call"),
                TestServer.scriptInDocker("hs", "havoc", "hs", marker).isolated("session"),
                TestServer.scriptInDocker("ha", "havoc", "ha", marker).isolated("shared"),
                TestServer.scriptInDocker("hn", "havoc", "hn", marker)
                        .isolated("call")
                        .heldTo("192.0.2.1:443"),
                TestServer.packaged("hx", PACKAGE, VERSION, "hx", marker),
                TestServer.ofScript("havoc", "hp", marker).named("hp").isolated("session"));
        try (LocalNpmRegistry registry = LocalNpmRegistry.of(packageOfTheServer(), directory);
                OwnEngine engine = OwnEngine.start(directory.resolve("engine"));
                SmallDisk disk = SmallDisk.mount(directory.resolve("home"))) {
            try (HavocHost host = new HavocHost(
                    directory, disk.path(), engine.host(), registry.at("127.0.0.1"), servers)) {
                host.begin();
                awaitAnswers(host, servers);
                run(servers, host, new Havoc(engine, host, disk.path(), marker, ledger, seed), ledger);
                awaitAnswers(host, servers);
            }
            Awaitility.await("nothing is left").atMost(GONE_WITHIN).untilAsserted(() -> {
                assertThat(ProcFs.withArgument(marker)).isEmpty();
                assertThat(engine.lines("ps", "--all", "--quiet")).isEmpty();
                assertThat(engine.lines("network", "ls", "--format", "{{.Name}}"))
                        .containsExactlyInAnyOrder("bridge", "host", "none");
                assertThat(engine.lines("volume", "ls", "--quiet")).isEmpty();
            });
        } finally {
            ProcFs.killAllWithArgument(marker);
        }
        System.err.println("HavocIT: seed " + seed + "\n" + ledger.report());
        assertThat(ledger.wrongs()).isEmpty();
        assertThat(ledger.of("harm: engine restarted")).isPositive();
        assertThat(ledger.of("harm: gateway killed with -9")).isPositive();
    }

    /** The server as a package of npm. */
    private Path packageOfTheServer() throws IOException {
        Path made = Files.createDirectories(directory.resolve("package"));
        for (String file : List.of("havoc.mjs", "rpc.mjs")) {
            Files.copy(Requirements.PEERS.resolve("servers").resolve(file), made.resolve(file));
        }
        Files.writeString(made.resolve("package.json"), """
                {"name": "%s", "version": "%s", "bin": {"%s": "havoc.mjs"}}
                """.formatted(PACKAGE, VERSION, PACKAGE));
        return made;
    }

    /**
     * Before the harm, so that what takes its time once is over, a fetch or the image of a proxy; and after it, for all of
     * them come back.
     */
    private static void awaitAnswers(HavocHost host, List<TestServer> servers) {
        HttpPeer peer = host.gateway().connect();
        peer.initialize();
        for (TestServer server : servers) {
            Awaitility.await("an answer of " + server.name())
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () -> peer.call(server.name() + "-touch", given -> given.put("token", "first"))
                                    .get(1, TimeUnit.MINUTES)
                                    .toString(),
                            answer -> answer.contains("structuredContent"));
        }
    }

    private void run(List<TestServer> servers, HavocHost host, Havoc havoc, ChaosLedger ledger) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Random random = new Random(seed);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            List<Future<?>> working = new ArrayList<>();
            for (int number = 0; number < CALLERS; number++) {
                HavocCaller caller = new HavocCaller(number, host, servers, ledger, random.nextLong());
                working.add(threads.submit(() -> {
                    caller.work(deadline);
                    return null;
                }));
            }
            havoc.work(deadline);
            for (Future<?> one : working) {
                one.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A file system of a few megabytes. */
    private record SmallDisk(Path path) implements AutoCloseable {
        static SmallDisk mount(Path path) throws IOException {
            Files.createDirectories(path);
            OwnEngine.command(List.of("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", path.toString()));
            return new SmallDisk(path);
        }

        @Override
        public void close() {
            OwnEngine.command(List.of("umount", "--lazy", path.toString()));
        }
    }
}
