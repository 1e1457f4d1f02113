package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.Measured;
import io.mcpgateway.spi.ContainerRuntime.Usage;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.EventSink;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One process and all that it starts. Thread-safe. It ends when its first process ends: what the others still write in
 * the next moment is delivered, then they are ended, then the listener hears of the end.
 */
final class ProcessWorkload implements Measured {
    /** How long the streams may stay open after the first process ended before the others are ended. */
    private static final long LINGER_MILLIS = 250;

    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(1);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    /** How long a listener that is slow, or a pipe that a stranger holds open, delays the news of the end. */
    private static final long DRAIN_MILLIS = 5_000;

    private final ChildProcesses.Child child;
    private final String server;
    private final Process process;
    private final WorkloadListener listener;
    private final EventSink events;
    private final ProcessTree tree;
    private final WorkloadInput input;
    private final OutputPump stdout;
    private final OutputPump stderr;
    private final CompletableFuture<WorkloadExit> exit = new CompletableFuture<>();

    ProcessWorkload(
            ChildProcesses.Child child, String workload, Process process, WorkloadListener listener, EventSink events) {
        this.child = child;
        this.server = child.server();
        this.process = process;
        this.listener = listener;
        this.events = events;
        this.tree = new ProcessTree(process.toHandle(), workload, child.guards());
        this.input = new WorkloadInput(process.getOutputStream());
        this.stdout =
                new OutputPump(process.getInputStream(), listener::stdout, this::listenerFailed, listener::stdoutEnded);
        this.stderr = new OutputPump(process.getErrorStream(), listener::stderr, this::listenerFailed, () -> {});
    }

    /** Begins to read. */
    void begin(Consumer<ProcessWorkload> ended) {
        stdout.start(threadName("stdout"));
        stderr.start(threadName("stderr"));
        process.onExit().thenRun(() -> {
            Thread thread = new Thread(() -> finish(ended), threadName("end"));
            thread.setDaemon(true);
            thread.start();
        });
    }

    private String threadName(String part) {
        return "mcp-" + server + "-" + process.pid() + "-" + part;
    }

    private void finish(Consumer<ProcessWorkload> ended) {
        input.close();
        if (stdout.awaitEnd(LINGER_MILLIS)) {
            stderr.awaitEnd(LINGER_MILLIS);
        }
        endLeftovers();
        if (!stdout.awaitEnd(DRAIN_MILLIS) || !stderr.awaitEnd(DRAIN_MILLIS)) {
            events.event(
                    EventSink.Level.WARN,
                    "Output of an ended process was given up: its reader is stuck or a stranger holds the pipe",
                    facts());
        }
        stdout.mute();
        stderr.mute();
        WorkloadExit how = child.ended().apply(ExitStatus.describe(process.exitValue()));
        ended.accept(this);
        try {
            listener.exited(how);
        } catch (RuntimeException e) {
            listenerFailed();
        }
        exit.complete(how);
    }

    private void endLeftovers() {
        if (tree.look().isEmpty()) {
            return;
        }
        tree.terminate();
        if (!tree.awaitGone(LEFTOVER_GRACE)) {
            kill(KILL_LIMIT);
        }
    }

    private void kill(Duration limit) {
        if (!tree.kill(limit)) {
            events.event(EventSink.Level.ERROR, "Processes could not be ended", facts());
        }
    }

    private void listenerFailed() {
        events.event(EventSink.Level.ERROR, "The listener of a process failed; its output is thrown away", facts());
    }

    private Map<String, String> facts() {
        return Map.of("server", server, "pid", Long.toString(process.pid()));
    }

    @Override
    public String id() {
        return Long.toString(process.pid());
    }

    @Override
    public Optional<Usage> usage() {
        return ProcessUsage.of(process.toHandle());
    }

    @Override
    public OutputStream stdin() {
        return input;
    }

    @Override
    public CompletionStage<WorkloadExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public void stop(Duration grace) {
        // Seen while parents live; a child that detaches and drops its mark is found only so.
        tree.look();
        input.close();
        tree.awaitRootGone(grace);
        if (tree.look().isEmpty()) {
            return;
        }
        tree.terminate();
        if (!tree.awaitGone(grace)) {
            kill(grace);
        }
    }

    /** Stops it, and waits until its listener has heard of the end, within limits. */
    void end(Duration grace) {
        stop(grace);
        try {
            exit.get(2 * DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            events.event(EventSink.Level.WARN, "The listener of a process has not heard of its end", facts());
        }
    }

    @Override
    public void close() {
        input.close();
        kill(KILL_LIMIT);
    }

    /** What an exit status means. */
    static final class ExitStatus {
        private static final Map<Integer, String> SIGNALS = Map.ofEntries(
                Map.entry(1, "SIGHUP"),
                Map.entry(2, "SIGINT"),
                Map.entry(3, "SIGQUIT"),
                Map.entry(4, "SIGILL"),
                Map.entry(6, "SIGABRT"),
                Map.entry(7, "SIGBUS"),
                Map.entry(8, "SIGFPE"),
                Map.entry(9, "SIGKILL"),
                Map.entry(11, "SIGSEGV"),
                Map.entry(13, "SIGPIPE"),
                Map.entry(14, "SIGALRM"),
                Map.entry(15, "SIGTERM"),
                Map.entry(24, "SIGXCPU"),
                Map.entry(25, "SIGXFSZ"));

        private ExitStatus() {}

        /** The JDK, like a shell, tells death by a signal as 128 and its number. */
        static WorkloadExit describe(int status) {
            int signal = status - 128;
            if (signal <= 0 || signal > 64) {
                return WorkloadExit.of(status);
            }
            String name = SIGNALS.getOrDefault(signal, "signal " + signal);
            return new WorkloadExit(OptionalInt.of(status), false, "ended by " + name);
        }
    }
}
