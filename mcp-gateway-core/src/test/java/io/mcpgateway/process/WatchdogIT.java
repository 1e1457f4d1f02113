package io.mcpgateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Gateways that die without a word, again and again; looked at from outside. Needs Linux. */
class WatchdogIT {
    private static final int KILLS = Integer.getInteger("mcpgateway.kills", 20);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private record Victim(Process jvm, String ownerId, String nap) {
        static Victim start(Random random) throws IOException {
            String nap = Integer.toString(100_000_000 + random.nextInt(800_000_000));
            // Of its own process group, so that a signal to that group reaches it and not this JVM.
            Process jvm = new ProcessBuilder(
                            "setsid",
                            // A parent in the background of a plain shell has SIGINT ignored, and a JVM inherits that.
                            "env",
                            "--default-signal=INT",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledGateway.class.getName(),
                            nap)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String id =
                    new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8)).readLine();
            assertThat(id).isNotBlank();
            return new Victim(jvm, id, nap);
        }

        /** What is left of it: marked processes, sleeps without marks, its watchdog. */
        List<String> remains() {
            List<String> remains = new ArrayList<>();
            Marked.pidsOf(ownerId).forEach(pid -> remains.add("marked " + pid));
            commandLines()
                    .filter(line -> line.contains(nap) || line.contains(ownerId))
                    .forEach(remains::add);
            return remains;
        }
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses().map(process -> {
            try {
                return process.pid() + " " + Files.readString(Path.of("/proc", process.pid() + "", "cmdline"));
            } catch (IOException gone) {
                return "";
            }
        });
    }

    @Test
    void nothingIsLeftOfGatewaysKilledAtRandomMoments() throws Exception {
        System.err.println("WatchdogIT seed " + seed);
        List<Victim> victims = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            Victim victim = Victim.start(random);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(300_000)));
            victim.jvm().destroyForcibly();
            assertThat(victim.jvm().waitFor()).isEqualTo(137);
            victims.add(victim);
        }

        for (Victim victim : victims) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(victim.remains()).isEmpty());
        }
        // The watchdogs are gone, so nothing ends what might still come: it must stay like this.
        assertThat(victims).allSatisfy(victim -> assertThat(victim.remains()).isEmpty());
    }

    @Test
    void anInterruptFromTheTerminalReachesTheGatewayAndNotTheWatchdog() throws Exception {
        Victim victim = Victim.start(random);

        new ProcessBuilder("sh", "-c", "kill -s INT -- -" + victim.jvm().pid())
                .start()
                .waitFor();

        assertThat(victim.jvm().waitFor(30, TimeUnit.SECONDS))
                .as("ended by SIGINT")
                .isTrue();
        assertThat(victim.jvm().exitValue()).isEqualTo(130);
        await().atMost(LONG).untilAsserted(() -> assertThat(victim.remains()).isEmpty());
    }
}
