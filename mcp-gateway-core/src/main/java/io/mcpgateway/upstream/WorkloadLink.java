package io.mcpgateway.upstream;

import io.mcpgateway.json.LineFramer;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.pipe.PipeWriter;
import io.mcpgateway.remote.Link;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Usage;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stdio of a workload as a link: a line is a message. Owns the workload. Thread-safe; standard output is handled by
 * the one thread that the runtime reads it with.
 */
final class WorkloadLink implements Link, ContainerRuntime.WorkloadListener {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration EXIT_FOLLOWS = Duration.ofSeconds(1);
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(15);
    private static final int SHOWN_STDERR = 600;

    private final String server;
    private final Limits limits;
    private final Executor blocking;
    private final Link.Listener listener;
    private final StderrTail stderr;
    private final LineFramer framer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable Workload workload;
    private volatile @Nullable PipeWriter writer;

    private WorkloadLink(
            WorkloadSpec spec, Limits limits, Executor blocking, Link.Listener listener, Consumer<String> stderrLines) {
        this.server = spec.server();
        this.limits = limits;
        this.blocking = blocking;
        this.listener = listener;
        this.stderr = new StderrTail(
                limits.stderrBytes(), Redaction.of(spec.secretEnvironment().values()), stderrLines);
        this.framer = new LineFramer(limits.messageBytes(), listener::message, this::oversized);
    }

    /** Starts the workload; blocks while the runtime does. */
    static WorkloadLink start(
            ContainerRuntime runtime,
            WorkloadSpec spec,
            Limits limits,
            Executor blocking,
            Link.Listener listener,
            Consumer<String> stderrLines) {
        WorkloadLink link = new WorkloadLink(spec, limits, blocking, listener, stderrLines);
        Workload started = runtime.start(spec, link);
        link.writer = new PipeWriter(started.stdin(), blocking, 2L * limits.messageBytes(), broken -> link.close());
        link.workload = started;
        if (link.closing.get()) {
            started.close();
        }
        return link;
    }

    /** What the workload takes of the machine; empty if that cannot be told. Blocks while the runtime is asked. */
    Optional<Usage> usage() {
        return workload instanceof ContainerRuntime.Measured measured ? measured.usage() : Optional.empty();
    }

    @Override
    public String id() {
        Workload current = workload;
        return current == null ? "" : current.id();
    }

    @Override
    public String lastWords() {
        return stderr.tail(SHOWN_STDERR);
    }

    @Override
    public void send(Message message) {
        PipeWriter current = writer;
        if (current != null) {
            current.write(message.text(), message.id());
        }
    }

    @Override
    public void answered(long id) {
        PipeWriter current = writer;
        if (current != null) {
            current.answered(id);
        }
    }

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
        framer.feed(buffer, offset, length);
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
        stderr.write(buffer, offset, length);
    }

    /** Usually the exit follows at once, and tells more. A server that lives on without an output is of no use. */
    @Override
    public void stdoutEnded() {
        CompletableFuture.delayedExecutor(EXIT_FOLLOWS.toMillis(), TimeUnit.MILLISECONDS, blocking)
                .execute(() -> {
                    if (ended.compareAndSet(false, true)) {
                        listener.closed(new GatewayException(
                                ErrorCode.SERVER_UNAVAILABLE,
                                "Server '" + server + "' closed its standard output without ending; it is ended now"));
                        close();
                    }
                });
    }

    @Override
    public void exited(WorkloadExit exit) {
        stderr.end();
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        framer.end();
        String tail = stderr.tail(SHOWN_STDERR);
        listener.closed(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Server '" + server + "' ended (" + exit + ")"
                        + (tail.isEmpty() ? "; it wrote nothing to standard error" : "; its last output: " + tail)));
    }

    private void oversized(Oversized message) {
        String text = "Server '%s' sent a message of %d bytes; the limit is %d"
                .formatted(server, message.bytes(), limits.messageBytes());
        if (message.numericId() >= 0 && !message.request()) {
            listener.failed(message.numericId(), new GatewayException(ErrorCode.LIMIT, text));
        } else {
            listener.noise(text);
        }
    }

    /** Ends the workload behind the caller's back. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Workload current = workload;
        if (current == null) {
            return; // start() sees the flag
        }
        try {
            blocking.execute(() -> end(current));
        } catch (RejectedExecutionException e) {
            end(current); // the gateway is closing and waits for nothing but this
        }
    }

    /** Ends it and says so, whatever the runtime does: what waits for this server must not wait for ever. */
    private void end(Workload current) {
        try {
            current.stop(GRACE);
        } catch (RuntimeException e) {
            listener.noise("Server '" + server + "' could not be stopped: " + e);
        }
        try {
            current.close();
        } catch (RuntimeException e) {
            listener.noise("Server '" + server + "' could not be removed: " + e);
        }
        // The runtime says how it ended when the last output was delivered; one that never says it is not waited for.
        current.exit()
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(null, LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((exit, failure) -> {
                    if (ended.compareAndSet(false, true)) {
                        listener.closed(new GatewayException(
                                ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' was ended by the gateway"));
                    }
                });
    }
}
