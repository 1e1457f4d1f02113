package io.mcpgateway.upstream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a server writes to its standard output and standard error. */
class UpstreamLinesFuzzTest extends UpstreamFuzz {
    @FuzzTest(maxDuration = "10m")
    void upstreamLines(byte[] input) throws MalformedMessageException {
        Upstream upstream = upstream();
        Pipes pipes = new Pipes();
        upstream.attach(
                WorkloadLink.start(
                        pipes,
                        WorkloadSpec.process("s", List.of("x")).build(),
                        LIMITS,
                        Runnable::run,
                        upstream,
                        line -> {}),
                false);
        List<RecordingCall> calls = calls();
        byte[] bytes = withIds(input, upstream, calls);
        int size = bytes.length == 0 ? 1 : 1 + (bytes[bytes.length - 1] & 0x7f);
        for (int at = 0; at < bytes.length; at += size) {
            pipes.listener.stdout(bytes, at, Math.min(size, bytes.length - at));
            pipes.listener.stderr(bytes, at, Math.min(size, bytes.length - at));
        }
        pipes.listener.exited(WorkloadExit.of(1));
        check(upstream, calls);
        checkMessages(pipes.stdin.toString(StandardCharsets.UTF_8).split("\n"));
    }

    /** A workload of which only the pipes exist. */
    private static final class Pipes implements ContainerRuntime, ContainerRuntime.Workload {
        final ByteArrayOutputStream stdin = new ByteArrayOutputStream();
        WorkloadListener listener;

        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.PROCESS);
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            throw new AssertionError("no images here");
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener output) {
            listener = output;
            return this;
        }

        @Override
        public SweepReport sweep() {
            return new SweepReport(0, 0);
        }

        @Override
        public String id() {
            return "pipes";
        }

        @Override
        public OutputStream stdin() {
            return stdin;
        }

        @Override
        public CompletionStage<WorkloadExit> exit() {
            return CompletableFuture.completedFuture(WorkloadExit.of(0));
        }

        @Override
        public void stop(Duration grace) {
            // it is none
        }

        @Override
        public void close() {
            // it is none
        }
    }
}
