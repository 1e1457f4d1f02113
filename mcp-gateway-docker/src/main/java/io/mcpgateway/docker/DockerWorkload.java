package io.mcpgateway.docker;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.Measured;
import io.mcpgateway.spi.ContainerRuntime.Usage;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One container with its streams attached. One thread of its own hands on the output and then waits for the exit status;
 * everything else happens on the callers' threads and the gateway's executor. Thread-safe.
 */
final class DockerWorkload implements Measured {
    /** How long a container whose outputs have ended may go on: nobody can hear it any more. */
    private static final Duration SILENT_LIFE = Duration.ofSeconds(10);

    private final ContainerControl control;
    private final ProviderContext context;
    private final String server;
    private final EngineExchange attached;
    private final EngineExchange waiting;
    private final WorkloadListener listener;
    private final WorkloadStdin stdin;
    private final CompletableFuture<WorkloadExit> exit = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean endedByUs;

    DockerWorkload(
            ContainerControl control,
            ProviderContext context,
            String server,
            EngineExchange attached,
            EngineExchange waiting,
            WorkloadListener listener) {
        this.control = control;
        this.context = context;
        this.server = server;
        this.attached = attached;
        this.waiting = waiting;
        this.listener = listener;
        this.stdin = new WorkloadStdin(attached.connection());
    }

    /** Begins to listen; called once. What came since the connections were attached is waiting in them. */
    void listen() {
        WorkloadThreads.start("mcp-docker-" + control.name(), this::run);
    }

    private void run() {
        try {
            AttachedOutput.pump(attached.input(), listener);
        } catch (IOException e) {
            if (!closed.get()) {
                report(EventSink.Level.WARN, "The output of a container broke off", e);
            }
        } catch (
                RuntimeException
                        e) { // the top of this thread: a listener that throws ends its workload, not the runtime
            report(EventSink.Level.ERROR, "A listener failed; its workload is ended", e);
            close();
        }
        CompletableFuture<Void> silence = CompletableFuture.runAsync(
                this::close, CompletableFuture.delayedExecutor(SILENT_LIFE.toSeconds(), TimeUnit.SECONDS));
        WorkloadExit how = new ExitStory(control.engine(), control.id()).read(waiting, endedByUs);
        silence.cancel(false);
        if (how.status().isEmpty()) {
            // Whether it has ended is not known, so see to it.
            close();
        }
        stdin.end();
        control.engine().close(attached);
        control.engine().close(waiting);
        try {
            listener.exited(how);
        } catch (RuntimeException e) { // the top of this thread
            report(EventSink.Level.ERROR, "A listener failed", e);
        } finally {
            exit.complete(how);
        }
    }

    @Override
    public String id() {
        return control.id();
    }

    @Override
    public Optional<Usage> usage() {
        if (exit.isDone()) {
            return Optional.empty();
        }
        try {
            return new ContainerUsage(control).read();
        } catch (GatewayException e) {
            report(EventSink.Level.DEBUG, "A container could not be measured", e);
            return Optional.empty();
        }
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public CompletionStage<WorkloadExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public void stop(Duration grace) {
        try {
            stdin.close();
        } catch (IOException e) {
            // Then it is the signal that ends it.
            report(EventSink.Level.DEBUG, "Standard input could not be ended", e);
        }
        if (ended(grace)) {
            return;
        }
        endedByUs = true;
        control.terminate();
        if (!ended(grace)) {
            control.kill();
            ended(grace);
        }
        close();
    }

    private boolean ended(Duration patience) {
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The exit never completes exceptionally", e);
        } catch (InterruptedException e) {
            // Whoever interrupts does not want to wait: the next steps follow at once.
            close();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (exit.isDone()) {
            released.complete(null); // AutoRemove does the rest
            return;
        }
        endedByUs = true;
        stdin.end();
        try {
            context.executor().execute(this::remove);
        } catch (RejectedExecutionException e) {
            remove(); // the gateway is closing; what must be done is done here
        }
    }

    private void remove() {
        try {
            control.remove();
        } catch (RuntimeException e) { // whatever it is, the connections must not stay
            report(EventSink.Level.WARN, "A container could not be removed; the next sweep will try", e);
            control.engine().close(waiting);
        } finally {
            // Only now: it ends the pump at once, whose thread then reads the exit status that removal caused.
            control.engine().close(attached);
            released.complete(null);
        }
    }

    /** Closes it and completes when it is gone and its thread is done. */
    CompletableFuture<Void> release() {
        close();
        return released.thenCombine(exit, (nothing, how) -> null);
    }

    private void report(EventSink.Level level, String message, Exception why) {
        context.events()
                .event(
                        level,
                        message,
                        Map.of(
                                "server",
                                server,
                                "container",
                                control.name(),
                                "reason",
                                EngineErrors.oneLine(why.toString())));
    }
}
