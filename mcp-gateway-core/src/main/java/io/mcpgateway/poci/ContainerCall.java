package io.mcpgateway.poci;

import io.mcpgateway.jvm.ToolProgress;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Redaction;
import io.mcpgateway.upstream.StderrTail;
import io.mcpgateway.upstream.Waiting;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One call: a container from its start to its end. Owns the container: whatever happens to the call, a container that runs
 * is ended. Its start happens on another thread than the call's, because the call's may be interrupted, and then an engine
 * that was asked for a container would have made one that nobody knows of.
 */
final class ContainerCall implements ContainerRuntime.WorkloadListener, Waiting {
    private static final int MOST_KEPT = 1 << 20;
    /** What writes more than this has gone astray. */
    private static final long MOST_WRITTEN = 256L << 20;

    private static final int SHOWN_STDERR = 4 << 10;
    private static final long NANOS_BETWEEN_STEPS = 1_000_000_000;

    private final String tool;
    private final WorkloadSpec spec;
    private final Workshop workshop;
    private final ToolProgress progress;
    private final CallOutput stdout;
    private final StderrTail stderr;
    private final CompletableFuture<WorkloadExit> ended = new CompletableFuture<>();
    private volatile long lastStep = System.nanoTime();
    private volatile @Nullable Workload workload;
    private volatile boolean givenUp;
    private volatile boolean astray;

    ContainerCall(String tool, WorkloadSpec spec, Workshop workshop, ToolProgress progress) {
        this.tool = tool;
        this.spec = spec;
        this.workshop = workshop;
        this.progress = progress;
        this.stdout =
                new CallOutput(Math.min(MOST_KEPT, workshop.options().limits().messageBytes() / 8));
        this.stderr = new StderrTail(
                workshop.options().limits().stderrBytes(),
                Redaction.of(spec.secretEnvironment().values()),
                this::stderrLine);
    }

    /**
     * Runs it to its end.
     *
     * @throws GatewayException if it cannot be started
     * @throws InterruptedException if the caller does not wait any more; the container is ended then
     */
    ToolResult run() throws InterruptedException {
        CompletableFuture<Void> started = workshop.connector()
                .supplies()
                .fetch(spec, this, false, (status, current, total) -> stepNowAndThen("Pulling the image"), () -> {})
                .thenCompose(supply -> workshop.connector().inTurn(spec.server(), () -> start(supply.runtime())))
                .toCompletableFuture();
        try {
            started.get();
            return result(ended.get());
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            giveUp();
        }
    }

    private GatewayException failure(@Nullable Throwable cause) {
        if (cause instanceof GatewayException known) {
            return known;
        }
        return new GatewayException(
                cause instanceof RejectedExecutionException ? ErrorCode.SERVER_UNAVAILABLE : ErrorCode.INTERNAL,
                "Cannot start tool '" + tool + "' of server '" + spec.server() + "': " + cause,
                cause);
    }

    private void start(ContainerRuntime runtime) {
        if (givenUp) {
            return;
        }
        progress.step("Starting a container");
        Workload begun;
        try {
            begun = runtime.start(spec, this);
        } catch (RuntimeException e) {
            workshop.connector().supplies().lookAgain(spec);
            throw e;
        }
        workload = begun;
        if (givenUp || astray) {
            begun.close();
            return;
        }
        endInput(begun);
    }

    /** A tool gets everything in its command; what reads its input must not wait for it. */
    private void endInput(Workload begun) {
        try {
            begun.stdin().close();
        } catch (IOException e) {
            // It has ended already, or how it ends tells more than this would.
            workshop.events()
                    .event(
                            EventSink.Level.DEBUG,
                            "The input of a tool's container could not be ended",
                            Map.of("server", spec.server(), "tool", tool, "cause", String.valueOf(e.getMessage())));
        }
    }

    private void giveUp() {
        givenUp = true;
        Workload running = workload;
        if (running != null && !ended.isDone()) {
            running.close();
        }
    }

    private ToolResult result(WorkloadExit exit) {
        String out = stdout.text();
        if (!astray && exit.status().isPresent() && exit.status().getAsInt() == 0) {
            return ToolResult.text(out);
        }
        StringBuilder text = new StringBuilder(out);
        text.append(out.isEmpty() ? "" : "\n").append("Tool '").append(tool).append("' ");
        if (astray) {
            text.append("wrote more than ").append(MOST_WRITTEN).append(" bytes and was ended");
        } else {
            text.append("failed: ").append(exit);
        }
        String tail = stderr.tail(SHOWN_STDERR);
        text.append(tail.isEmpty() ? "; it wrote nothing to standard error" : "; its last words:\n" + tail);
        return ToolResult.error(text.toString());
    }

    @Override
    public String client() {
        return "";
    }

    @Override
    public boolean isWanted() {
        return !givenUp;
    }

    @Override
    public void queued(int before) {
        // The call has said that it works; what it waits for is told by steps.
    }

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
        if (stdout.write(buffer, offset, length) > MOST_WRITTEN && !astray) {
            astray = true;
            Workload running = workload;
            if (running != null) {
                running.close();
            }
        }
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
        stderr.write(buffer, offset, length);
    }

    private void stderrLine(String line) {
        if (workshop.options().showServerErrors()) {
            workshop.events()
                    .event(
                            EventSink.Level.INFO,
                            line,
                            Map.of("server", spec.server(), "tool", tool, "stream", "stderr"));
        }
        stepNowAndThen(line);
    }

    private void stepNowAndThen(String message) {
        long now = System.nanoTime();
        if (now - lastStep > NANOS_BETWEEN_STEPS) {
            lastStep = now;
            progress.step(message);
        }
    }

    @Override
    public void exited(WorkloadExit exit) {
        ended.complete(exit);
    }
}
