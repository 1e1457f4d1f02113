package io.mcpgateway.docker;

import io.mcpgateway.egress.Refusal;
import io.mcpgateway.egress.RefusalLine;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.EventSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the egress proxy of one workload writes: that it is ready, and what it has refused, which the operator is told. The
 * line that is being read is confined to the thread that reads the container's output.
 */
final class EgressOutput implements WorkloadListener {
    private static final int LONGEST_LINE = 4 << 10;

    private final String server;
    private final EventSink events;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String last = "";

    EgressOutput(String server, EventSink events) {
        this.server = server;
        this.events = events;
    }

    /** Completes when it serves, or fails with what it said instead. */
    CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
        // It writes nothing there.
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '\n') {
                line(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < LONGEST_LINE) {
                line.write(buffer[i]);
            }
        }
    }

    private void line(String text) {
        if (text.equals(RefusalLine.READY)) {
            ready.complete(null);
            return;
        }
        RefusalLine.read(text).ifPresentOrElse(this::refused, () -> last = EngineErrors.oneLine(text));
    }

    private void refused(Refusal refusal) {
        events.event(EventSink.Level.WARN, Refusal.EVENT, refusal.facts(server));
    }

    @Override
    public void exited(WorkloadExit exit) {
        ready.completeExceptionally(
                new IllegalStateException(exit + (last.isEmpty() ? "" : "; its last words: " + last)));
    }
}
