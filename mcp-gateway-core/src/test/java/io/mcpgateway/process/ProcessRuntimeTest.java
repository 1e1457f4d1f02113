package io.mcpgateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real processes, real pipes. */
class ProcessRuntimeTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestContext context = new TestContext();
    private final ProcessRuntime runtime = new ProcessRuntime(context);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void leavesNothingBehind() {
        runtime.close();
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(Marked.pidsOf(context.owner().id())).isEmpty());
    }

    private static WorkloadSpec shell(String script) {
        return WorkloadSpec.process("probe", List.of("sh", "-c", script)).build();
    }

    private static WorkloadExit exitOf(Workload workload) throws Exception {
        return workload.exit().toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void echoesWhatItIsTold() throws Exception {
        Workload workload =
                runtime.start(WorkloadSpec.process("probe", List.of("cat")).build(), recorder);

        workload.stdin().write("hello\n".getBytes(StandardCharsets.UTF_8));

        await().atMost(LONG).until(() -> recorder.out().equals("hello\n"));
        workload.stdin().close();
        assertThat(exitOf(workload).status()).hasValue(0);
        assertThat(recorder.exits).hasSize(1);
    }

    @Test
    void aLineOfTenMegabytesPassesWhole() throws Exception {
        byte[] line = new byte[10 << 20];
        for (int i = 0; i < line.length; i++) {
            line[i] = (byte) ('a' + i % 26);
        }
        line[line.length - 1] = '\n';
        Workload workload =
                runtime.start(WorkloadSpec.process("probe", List.of("cat")).build(), recorder);

        workload.stdin().write(line);
        workload.stdin().close();
        exitOf(workload);

        assertThat(Arrays.equals(recorder.outBytes(), line)).isTrue();
    }

    @Test
    void whatIsWrittenJustBeforeTheEndIsDeliveredBeforeTheEnd() throws Exception {
        for (int i = 0; i < 50; i++) {
            Recorder each = new Recorder();
            Workload workload =
                    runtime.start(shell("head -c 60000 /dev/zero | tr '\\0' x; echo bye >&2; exit 3"), each);

            assertThat(exitOf(workload).status()).hasValue(3);

            assertThat(each.outBytes()).hasSize(60000);
            assertThat(each.err()).isEqualTo("bye\n");
        }
    }

    @Test
    void aFloodOnStandardErrorDoesNotHoldBackStandardOutput() throws Exception {
        Workload workload = runtime.start(shell("head -c 20000000 /dev/zero >&2; echo done"), recorder);

        assertThat(exitOf(workload).status()).hasValue(0);

        assertThat(recorder.out()).isEqualTo("done\n");
        assertThat(recorder.errLength()).isEqualTo(20_000_000);
    }

    @Test
    void aListenerThatDoesNotReturnHoldsBackTheWriter() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Recorder slow = new Recorder() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.stdout(buffer, offset, length);
            }
        };
        Workload workload = runtime.start(shell("head -c 1000000 /dev/zero; echo wrote-all >&2"), slow);

        await().during(Duration.ofMillis(300))
                .atMost(LONG)
                .until(() -> slow.err().isEmpty());
        release.countDown();
        exitOf(workload);

        assertThat(slow.outBytes()).hasSize(1_000_000);
        assertThat(slow.err()).isEqualTo("wrote-all\n");
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheWorkload() throws Exception {
        Recorder broken = new Recorder() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        Workload workload = runtime.start(shell("head -c 1000000 /dev/zero; exit 4"), broken);

        assertThat(exitOf(workload).status()).hasValue(4);
        assertThat(context.events).anyMatch(event -> event.startsWith("ERROR The listener of a process failed"));
    }

    @Test
    void theEnvironmentHoldsOnlyWhatTheDescriptionNames() throws Exception {
        WorkloadSpec spec = WorkloadSpec.process("probe", List.of("env"))
                .environment(Map.of("PLAIN", "one"))
                .secretEnvironment(Map.of("TOKEN", Secret.of("s3cret")))
                .build();

        exitOf(runtime.start(spec, recorder));

        assertThat(recorder.out().lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder("PATH", "PLAIN", "TOKEN", Marks.OWNER, Marks.FACTS, Marks.WORKLOAD);
        assertThat(recorder.out())
                .contains("TOKEN=s3cret\n")
                .contains(Marks.OWNER + "=" + context.owner().id());
    }

    @Test
    void theDescriptionsPathIsTheOneThatFindsTheProgram() throws Exception {
        WorkloadSpec spec = WorkloadSpec.process("probe", List.of("sh", "-c", "echo $PATH"))
                .environment(Map.of("PATH", "/nonexistent:/bin"))
                .build();

        exitOf(runtime.start(spec, recorder));

        assertThat(recorder.out()).isEqualTo("/nonexistent:/bin\n");
    }

    @Test
    void aMissingProgramIsAnErrorThatNamesServerProgramAndPath() {
        WorkloadSpec spec = WorkloadSpec.process("probe", List.of("no-such-program"))
                .environment(Map.of("PATH", "/bin"))
                .build();

        assertThatThrownBy(() -> runtime.start(spec, recorder))
                .isInstanceOf(GatewayException.class)
                .hasMessageContainingAll("'probe'", "'no-such-program'", "/bin");
        assertThat(recorder.exits).isEmpty();
    }

    @Test
    void aBadEnvironmentValueIsNotShownInTheError() {
        WorkloadSpec spec = WorkloadSpec.process("probe", List.of("env"))
                .secretEnvironment(Map.of("TOKEN", Secret.of("s3cret\0tail")))
                .build();

        assertThatThrownBy(() -> runtime.start(spec, recorder))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("TOKEN")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void whatItCannotEnforceIsRefused() {
        WorkloadSpec spec = WorkloadSpec.process("probe", List.of("true"))
                .mounts(List.of(new WorkloadSpec.Bind(Path.of("/tmp"), "/data", true)))
                .user("nobody")
                .capabilities(List.of("NET_RAW"))
                .extraHosts(List.of("a:1.2.3.4"))
                .network(new WorkloadSpec.Network.None())
                .build();

        assertThatThrownBy(() -> runtime.start(spec, recorder))
                .isInstanceOf(GatewayException.class)
                .hasMessageContainingAll("mounts", "user", "capabilities", "extra hosts", "network");
    }

    @Test
    void limitsThatAreNotEnforcedAreToldOnce() throws Exception {
        exitOf(runtime.start(shell("true"), recorder));
        exitOf(runtime.start(shell("true"), recorder));

        assertThat(context.events).filteredOn(event -> event.startsWith("WARN")).hasSize(1);
    }

    @Test
    void deathByASignalIsTold() throws Exception {
        Workload workload = runtime.start(shell("kill -SEGV $$"), recorder);

        assertThat(exitOf(workload).toString()).contains("139", "SIGSEGV");
    }

    @Test
    void stopFirstClosesStandardInput() throws Exception {
        Workload workload =
                runtime.start(shell("trap 'echo term' TERM; while read -r x; do :; done; echo eof"), recorder);

        workload.stop(Duration.ofSeconds(10));

        exitOf(workload);
        assertThat(recorder.out()).isEqualTo("eof\n");
    }

    @Test
    void stopThenTerminates() throws Exception {
        Workload workload =
                runtime.start(shell("trap 'echo term; exit 0' TERM; echo up; while :; do sleep 0.05; done"), recorder);
        await().atMost(LONG).until(() -> recorder.out().equals("up\n"));

        workload.stop(Duration.ofMillis(300));

        exitOf(workload);
        assertThat(recorder.out()).isEqualTo("up\nterm\n");
    }

    @Test
    void stopKillsAWholeTreeThatDoesNotListen() throws Exception {
        Workload workload = runtime.start(
                shell("trap '' TERM; (trap '' TERM; setsid sh -c 'trap \"\" TERM; while :; do sleep 1; done' & "
                        + "while :; do sleep 1; done) & echo up; while :; do sleep 1; done"),
                recorder);
        await().atMost(LONG).until(() -> Marked.pidsOf(context.owner().id()).size() >= 5);

        workload.stop(Duration.ofMillis(200));

        // A machine under load may be later than stop(), which is bounded.
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(Marked.pidsOf(context.owner().id())).isEmpty());
        assertThat(exitOf(workload).toString()).contains("SIGKILL");
    }

    @Test
    void aDetachedChildEndsWithTheFirstProcess() throws Exception {
        Workload workload = runtime.start(shell("setsid sleep 1000 >/dev/null 2>&1 & echo up"), recorder);

        exitOf(workload);

        assertThat(Marked.pidsOf(context.owner().id())).isEmpty();
    }

    @Test
    void aDetachedChildThatHoldsThePipesDoesNotHoldUpTheEnd() throws Exception {
        Workload workload = runtime.start(shell("setsid sleep 1000 & echo up"), recorder);

        assertThat(exitOf(workload).status()).hasValue(0);

        assertThat(recorder.out()).isEqualTo("up\n");
        assertThat(Marked.pidsOf(context.owner().id())).isEmpty();
    }

    @Test
    void aWriterStuckInAFullPipeDoesNotHoldUpStop() throws Exception {
        Workload workload = runtime.start(shell("exec sleep 1000"), recorder);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try (OutputStream stdin = workload.stdin()) {
                writing.countDown();
                stdin.write(new byte[1 << 20]);
            } catch (IOException brokenPipe) {
                failed.countDown();
            }
        });
        writer.start();
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(LONG)
                .until(() -> Arrays.stream(writer.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().startsWith("writeBytes")));

        workload.stop(Duration.ofMillis(200));

        exitOf(workload);
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingTheRuntimeEndsEverythingAndRefusesMore() {
        for (int i = 0; i < 5; i++) {
            runtime.start(shell("setsid sleep 1000 & sleep 1000"), new Recorder());
        }

        runtime.close();

        assertThat(Marked.pidsOf(context.owner().id())).isEmpty();
        assertThatThrownBy(() -> runtime.start(shell("true"), recorder)).isInstanceOf(GatewayException.class);
    }

    @Test
    void aWatchdogThatWasEndedIsReplaced() throws Exception {
        exitOf(runtime.start(shell("true"), recorder));
        ProcessHandle watchdog = ProcessHandle.current()
                .children()
                .filter(child -> Arrays.asList(child.info().arguments().orElse(new String[0]))
                        .contains(context.owner().id()))
                .findFirst()
                .orElseThrow();
        watchdog.destroyForcibly();
        watchdog.onExit().get(10, TimeUnit.SECONDS);

        exitOf(runtime.start(shell("true"), recorder));

        assertThat(context.events).anyMatch(event -> event.contains("watchdog has ended"));
    }

    @Test
    void withoutTheMeansToWatchNothingIsStarted() {
        String path = "/nonexistent";
        assertThatThrownBy(() -> Watchdog.start(context.owner().id(), path))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("watchdog")
                .hasMessageContaining("grep");
    }
}
