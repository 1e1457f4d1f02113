package io.mcpgateway.examples.runtime;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process that leads a session of its own. Thread-safe. */
final class ProcessWorkload implements Workload {
    private final Process process;
    private final WorkloadListener listener;
    private final CompletableFuture<WorkloadExit> exit = new CompletableFuture<>();

    ProcessWorkload(Process process, WorkloadListener listener) {
        this.process = process;
        this.listener = listener;
    }

    /** Begins to hand on output. Threads of its own: they wait for as long as the process lives. */
    void listen() {
        // Children that outlive the process would keep its outputs open.
        process.onExit().thenAccept(ended -> signal("KILL"));
        Thread errors = thread("stderr", () -> pump(process.getErrorStream(), listener::stderr));
        thread("stdout", () -> {
            pump(process.getInputStream(), listener::stdout);
            end(errors);
        });
    }

    private void end(Thread errors) {
        try {
            errors.join();
            WorkloadExit how = WorkloadExit.of(process.waitFor());
            try {
                listener.exited(how);
            } finally {
                exit.complete(how);
            }
        } catch (InterruptedException e) { // nobody has a reference to this thread
            Thread.currentThread().interrupt();
            exit.complete(WorkloadExit.unknown("interrupted"));
        }
    }

    private Thread thread(String stream, Runnable task) {
        Thread thread = new Thread(task, "workload-" + id() + "-" + stream);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void pump(InputStream in, Output output) {
        byte[] buffer = new byte[64 << 10];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                output.accept(buffer, 0, count);
            }
        } catch (IOException e) {
            // The stream broke, which is an end like any other: the exit status tells why.
        }
    }

    @Override
    public String id() {
        return Long.toString(process.pid());
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public CompletionStage<WorkloadExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public void stop(Duration grace) {
        try {
            stdin().close();
        } catch (IOException e) {
            // What it did not read is lost to it; the signals follow.
        }
        if (!ended(grace)) {
            signal("TERM");
            if (!ended(grace)) {
                signal("KILL");
                ended(grace);
            }
        }
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
            signal("KILL");
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("KILL");
            process.destroyForcibly(); // also where it could not become the leader of a session
        }
    }

    /** Signals the process and all its children that did not leave its session. */
    private void signal(String name) {
        signal(name, process.pid());
    }

    /** The JDK signals single processes only; the shell can signal a whole group. */
    static void signal(String name, long leader) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -%s -%d".formatted(name, leader))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Output {
        void accept(byte[] buffer, int offset, int length);
    }
}
