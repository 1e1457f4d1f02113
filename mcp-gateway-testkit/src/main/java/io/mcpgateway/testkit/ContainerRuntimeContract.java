package io.mcpgateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link ContainerRuntime} must do. The implementation's test says how to create the runtime and how to run a
 * shell script in it; the script uses the shell's own commands and {@code cat}, {@code head}, {@code sleep} and
 * {@code env} only.
 */
public interface ContainerRuntimeContract {
    /** How long a condition may take to come true on a loaded machine. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** The pause between the steps of stopping, in these tests. */
    Duration GRACE = Duration.ofMillis(500);

    /** A new runtime. */
    ContainerRuntime runtime(ProviderContext context);

    /** The start of a description of a workload that runs {@code sh -c script}; limits and labels are the default. */
    WorkloadSpec.Builder shell(String script);

    /** A context for a runtime; override it to add settings or environment. */
    default TestContext context(Path home) {
        return TestContext.create(home);
    }

    @Test
    default void eachStreamArrivesWholeAndApart(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();

            Workload workload = runtime.start(
                    shell("echo first; echo trouble >&2; echo second").build(), heard);

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(0));
            assertThat(heard.stdoutText()).isEqualTo("first\nsecond\n");
            assertThat(heard.stderrText()).isEqualTo("trouble\n");
        }
    }

    @Test
    default void answersWhatItIsAsked(@TempDir Path home) throws IOException {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("cat").build(), heard);

            for (int round = 1; round <= 3; round++) {
                write(workload, "question\n");
                String expected = "question\n".repeat(round);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(heard.stdoutText()).isEqualTo(expected));
            }
            assertThat(workload.exit().toCompletableFuture()).isNotDone();
            workload.close();
        }
    }

    @Test
    default void closingStandardInputIsSeenAsItsEnd(@TempDir Path home) throws IOException {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("cat; echo end; exit 3").build(), heard);

            write(workload, "tail without a line break");
            workload.stdin().close();

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(3));
            assertThat(heard.stdoutText()).isEqualTo("tail without a line breakend\n");
        }
    }

    @Test
    default void exitStatusIsToldOnceAndLast(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();

            Workload workload = runtime.start(shell("echo last words; exit 42").build(), heard);

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(42));
            assertThat(heard.exits()).containsExactly(exit(workload));
            workload.close();
            workload.close();
            assertThat(heard.exits()).hasSize(1);
            assertThat(heard.heardOutputAfterExit()).isFalse();
        }
    }

    @Test
    default void lineOfTenMegabytesPassesBothWays(@TempDir Path home) throws IOException {
        byte[] line = new byte[10 << 20];
        for (int i = 0; i < line.length; i++) {
            line[i] = (byte) ('a' + i % 23);
        }
        line[line.length - 1] = '\n';
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("cat").build(), heard);

            workload.stdin().write(line);
            workload.stdin().close();

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(0));
            assertThat(Arrays.equals(heard.stdoutBytes(), line)).isTrue();
        }
    }

    @Test
    default void floodOnStandardErrorDoesNotStopAnswers(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();

            Workload workload = runtime.start(
                    shell("head -c 20000000 /dev/zero >&2; echo answer").build(), heard);

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(0));
            assertThat(heard.stdoutText()).isEqualTo("answer\n");
            assertThat(heard.stderrLength()).isEqualTo(20_000_000);
        }
    }

    @Test
    default void slowListenerSlowsTheWriterAndLosesNothing(@TempDir Path home) throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecordingListener heard = new RecordingListener();
        WorkloadListener slow = new WorkloadListener() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) {
                blocked.countDown();
                awaitLatch(release);
                heard.stdout(buffer, offset, length);
            }

            @Override
            public void stderr(byte[] buffer, int offset, int length) {
                heard.stderr(buffer, offset, length);
            }

            @Override
            public void exited(WorkloadExit exit) {
                heard.exited(exit);
            }
        };
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            Workload workload =
                    runtime.start(shell("head -c 16000000 /dev/zero").build(), slow);

            assertThat(blocked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(workload.exit().toCompletableFuture()).isNotDone();
            release.countDown();

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(0));
            assertThat(heard.stdoutLength()).isEqualTo(16_000_000);
        }
    }

    @Test
    default void environmentIsWhatTheDescriptionSaysAndNothingOfTheHost(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            WorkloadSpec spec = shell("env")
                    .environment(Map.of("PLAIN", "two words = one $VALUE"))
                    .secretEnvironment(Map.of("HIDDEN", Secret.of("s3cret")))
                    .build();

            Workload workload = runtime.start(spec, heard);

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(0));
            List<String> lines = heard.stdoutText().lines().toList();
            assertThat(lines).contains("PLAIN=two words = one $VALUE", "HIDDEN=s3cret");
            Set<String> shells = Set.of(
                    "PATH", "HOME", "HOSTNAME", "PWD", "OLDPWD", "SHLVL", "TERM", "_", "LANG", "USER", "LOGNAME");
            assertThat(lines)
                    .map(line -> line.substring(0, Math.max(0, line.indexOf('='))))
                    .filteredOn(name -> !shells.contains(name))
                    .doesNotContainAnyElementsOf(System.getenv().keySet());
        }
    }

    @Test
    default void stopLetsAWorkloadEndByItself(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("cat; echo bye; exit 5").build(), heard);

            workload.stop(PATIENCE);

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(5));
            assertThat(heard.stdoutText()).isEqualTo("bye\n");
        }
    }

    @Test
    default void stopTerminatesAWorkloadThatIgnoresItsInput(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(
                    shell("trap 'echo terminated; exit 9' TERM; echo ready; while :; do sleep 0.1; done")
                            .build(),
                    heard);
            await().atMost(PATIENCE).until(() -> heard.stdoutText().equals("ready\n"));

            workload.stop(Duration.ofSeconds(5));

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(9));
            assertThat(heard.stdoutText()).isEqualTo("ready\nterminated\n");
        }
    }

    @Test
    default void stopKillsAWorkloadThatIgnoresEverything(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(
                    shell("trap '' TERM; echo ready; while :; do sleep 0.1; done")
                            .build(),
                    heard);
            await().atMost(PATIENCE).until(() -> heard.stdoutText().equals("ready\n"));

            workload.stop(GRACE);

            assertThat(exitOf(workload, heard)).isNotEqualTo(OptionalInt.of(0));
        }
    }

    @Test
    default void childrenDoNotOutliveTheWorkload(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();

            Workload workload = runtime.start(
                    shell("(while :; do echo tick; sleep 0.05; done) & sleep 0.3; exit 4")
                            .build(),
                    heard);

            assertThat(exitOf(workload, heard)).isEqualTo(OptionalInt.of(4));
            assertThat(heard.heardOutputAfterExit()).isFalse();
        }
    }

    /** For runtimes that measure; the others have nothing to show here. */
    @Test
    default void aWorkloadThatIsMeasuredUsesSomethingUntilItHasEnded(@TempDir Path home) throws IOException {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("echo up; cat").build(), heard);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heard.stdoutText()).isEqualTo("up\n"));
            if (workload instanceof ContainerRuntime.Measured measured) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(measured.usage()).hasValueSatisfying(usage -> {
                            assertThat(usage.memoryBytes()).isPositive();
                            assertThat(usage.processorTime().isNegative()).isFalse();
                        }));
                workload.stdin().close();
                exitOf(workload, heard);
                assertThat(measured.usage()).isEmpty();
            }
            workload.close();
        }
    }

    @Test
    default void closeEndsAWorkloadAtOnceAndMayBeRepeated(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload =
                    runtime.start(shell("trap '' TERM; cat; sleep 1000").build(), heard);

            workload.close();
            workload.close();

            exitOf(workload, heard);
            assertThat(heard.exits()).hasSize(1);
        }
    }

    @Test
    default void writingToAnEndedWorkloadFailsAndDoesNotHang(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("exit 0").build(), heard);
            exitOf(workload, heard);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            workload.stdin().write(new byte[4096]);
                            workload.stdin().flush();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    default void closingTheRuntimeEndsItsWorkloadsAndRefusesNewOnes(@TempDir Path home) {
        try (TestContext context = context(home)) {
            ContainerRuntime runtime = runtime(context);
            List<Workload> workloads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                workloads.add(runtime.start(shell("cat; sleep 1000").build(), new RecordingListener()));
            }

            runtime.close();

            assertThat(workloads)
                    .allSatisfy(workload ->
                            assertThat(workload.exit().toCompletableFuture()).isCompleted());
            assertThatThrownBy(() -> runtime.start(shell("cat").build(), new RecordingListener()))
                    .isInstanceOf(GatewayException.class);
        }
    }

    @Test
    default void workloadsDoNotHearEachOther(@TempDir Path home) throws IOException {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            List<RecordingListener> listeners = new ArrayList<>();
            List<Workload> workloads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RecordingListener heard = new RecordingListener();
                listeners.add(heard);
                workloads.add(runtime.start(shell("cat").build(), heard));
            }
            assertThat(workloads).map(Workload::id).doesNotHaveDuplicates();

            for (int i = 0; i < workloads.size(); i++) {
                write(workloads.get(i), "for " + i + "\n");
                workloads.get(i).stdin().close();
            }

            for (int i = 0; i < workloads.size(); i++) {
                exitOf(workloads.get(i), listeners.get(i));
                assertThat(listeners.get(i).stdoutText()).isEqualTo("for " + i + "\n");
            }
        }
    }

    @Test
    default void refusesNetworkRulesThatItCannotEnforce(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            WorkloadSpec spec = shell("cat")
                    .network(new WorkloadSpec.Network.AllowList(List.of("example.com:443")))
                    .build();

            // A runtime that can enforce allow-lists overrides this.
            assertThatThrownBy(() -> runtime.start(spec, new RecordingListener()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("allow");
        }
    }

    @Test
    default void refusesKindsThatItDoesNotRun(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            assertThat(runtime.kinds()).isNotEmpty();
            WorkloadSpec other = runtime.kinds().contains(WorkloadKind.IMAGE)
                    ? WorkloadSpec.process("other", List.of("true")).build()
                    : WorkloadSpec.image("other", "image:1").build();

            if (!runtime.kinds().contains(other.kind())) {
                assertThatThrownBy(() -> runtime.start(other, new RecordingListener()))
                        .isInstanceOf(GatewayException.class);
            }
        }
    }

    @Test
    default void preparingAnImageThatExistsNowhereFails(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            assertThatThrownBy(() -> runtime.prepare("localhost:1/no-such/image:none", PullProgress.NONE))
                    .isInstanceOf(GatewayException.class);
        }
    }

    @Test
    default void sweepLeavesTheWorkloadsOfLivingGatewaysAlone(@TempDir Path home) {
        WorkloadOwner living = TestContext.thisProcess();
        try (TestContext context = context(home).withOwner(living);
                TestContext otherContext = context(home).withOwner(TestContext.thisProcess());
                ContainerRuntime runtime = runtime(context);
                ContainerRuntime other = runtime(otherContext)) {
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(shell("cat").build(), heard);

            runtime.sweep();
            other.sweep();

            assertThat(workload.exit().toCompletableFuture()).isNotDone();
            workload.close();
            exitOf(workload, heard);
        }
    }

    /** Writes text and flushes it. */
    private static void write(Workload workload, String text) throws IOException {
        OutputStream stdin = workload.stdin();
        stdin.write(text.getBytes(UTF_8));
        stdin.flush();
    }

    private static WorkloadExit exit(Workload workload) {
        return workload.exit().toCompletableFuture().join();
    }

    /** Waits until both the future and the listener know of the end. */
    private static OptionalInt exitOf(Workload workload, RecordingListener heard) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(workload.exit().toCompletableFuture()).isCompleted();
            assertThat(heard.exits()).isNotEmpty();
        });
        return exit(workload).status();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("not released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
