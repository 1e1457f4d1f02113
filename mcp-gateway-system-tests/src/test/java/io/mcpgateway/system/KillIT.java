package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments under load leaves nothing behind. {@code -Dsoak.kills=N} sets how often,
 * {@code -Dsoak.seed=N} repeats a run.
 */
final class KillIT {
    private static final int KILLS = Integer.getInteger("soak.kills", 10);
    private static final int LATEST_KILL_MILLIS = 2500;
    private static final Duration TREES_END_WITHIN = Duration.ofSeconds(10);
    private static final Duration SWEEP_WITHIN = Duration.ofSeconds(30);

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    @Test
    void childrenEndAsWholeTrees() throws Exception {
        Requirements.proc();
        say("process trees");
        int withFamily = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Path run = Files.createDirectories(directory.resolve("run-" + kill));
            Path pids = run.resolve("pids-" + UUID.randomUUID());
            Gateway gateway = Gateway.inFrontOf(run, TestServer.ofScript("tree", pids.toString()));

            StdioPeer peer = gateway.startStdio();
            loadUntilKilled(peer, "sleep");

            withFamily += Files.exists(pids) ? 1 : 0;
            // The gateway's own arguments do not name the file, only those of its children do.
            Awaitility.await("kill " + kill + " of " + KILLS + ", seed " + seed)
                    .atMost(TREES_END_WITHIN)
                    .untilAsserted(() ->
                            assertThat(ProcFs.withArgument(pids.toString())).isEmpty());
        }
        assertThat(withFamily).as("kills that hit a running server").isPositive();
        System.err.println("KillIT: " + KILLS + " kills, " + withFamily + " with a running tree, nothing left");
    }

    @Test
    void containersAreRemovedByTheNextStartButNotThoseOfTheLiving() throws Exception {
        Requirements.dockerImage();
        String marked = UUID.randomUUID().toString().substring(0, 8);
        String killed = "killed-" + marked;
        String living = "living-" + marked;
        say("containers of " + killed);
        try (StdioPeer alive = gatewayFor("alive", living).startStdio()) {
            alive.initialize();
            assertThat(alive.echo("before")).isEqualTo("before");
            List<String> ofTheLiving = DockerCli.containersOf(living);
            assertThat(ofTheLiving).hasSize(1);

            int hits = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                StdioPeer victim = gatewayFor("victim-" + kill, killed).startStdio();
                loadUntilKilled(victim, "sleep");
                hits += DockerCli.containersOf(killed).isEmpty() ? 0 : 1;
            }

            try (StdioPeer next = gatewayFor("next", killed).startStdio()) {
                next.initialize();
                Awaitility.await("the next start sweeps what " + KILLS + " kills left, seed " + seed)
                        .atMost(SWEEP_WITHIN)
                        .untilAsserted(
                                () -> assertThat(DockerCli.containersOf(killed)).hasSizeLessThanOrEqualTo(1));
                assertThat(next.echo("fresh")).isEqualTo("fresh");
            }
            Awaitility.await("a gateway that ends in order leaves nothing")
                    .atMost(SWEEP_WITHIN)
                    .untilAsserted(
                            () -> assertThat(DockerCli.containersOf(killed)).isEmpty());
            System.err.println("KillIT: " + KILLS + " kills, " + hits + " with a container, none left");
            assertThat(hits).as("kills that hit a running container").isPositive();
            assertThat(DockerCli.containersOf(living)).isEqualTo(ofTheLiving);
            assertThat(alive.echo("after")).isEqualTo("after");
        } finally {
            DockerCli.removeAllOf(killed);
            DockerCli.removeAllOf(living);
        }
    }

    private Gateway gatewayFor(String run, String server) throws IOException {
        return Gateway.inFrontOf(directory.resolve(run), TestServer.scriptInDocker(server, "echo"))
                .with("--long-lived");
    }

    /** Sends calls without waiting for answers, and kills the gateway with -9 at a random moment. */
    private void loadUntilKilled(StdioPeer peer, String slow) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_KILL_MILLIS));
        try {
            peer.request("initialize", Peer.object(params -> {
                params.put("protocolVersion", "2025-11-25");
                params.putObject("capabilities");
                params.putObject("clientInfo").put("name", "kill").put("version", "1");
            }));
            peer.notify("notifications/initialized", Peer.object(params -> {}));
            for (int call = 0; System.nanoTime() < end; call++) {
                int number = call;
                if (call < 200) {
                    peer.call(
                            call % 2 == 0 ? "echo" : slow,
                            arguments -> arguments.put("text", "t" + number).put("ms", 60_000));
                }
                TimeUnit.MILLISECONDS.sleep(5); // the rate of the load; nothing is awaited here
            }
        } finally {
            peer.process().destroyForcibly();
            assertThat(peer.process().waitFor(10, TimeUnit.SECONDS))
                    .as("killed")
                    .isTrue();
        }
    }

    private void say(String what) {
        System.err.println("KillIT: " + what + ", " + KILLS + " kills, seed " + seed);
    }
}
