package io.mcpgateway.process;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A small process outside this JVM that outlives it and then ends what it left. It has a session of its own where the
 * system has {@code setsid}, so that a signal to the gateway's terminal or process group does not end it, and it does not
 * carry the marks itself. It stays a direct child, because the JDK closes its end of a pipe when the direct child ends.
 */
final class Watchdog implements AutoCloseable {
    private static final long START_SECONDS = 10;
    private static final String LAUNCH = """
            if command -v setsid >/dev/null 2>&1; then
                exec setsid /bin/sh -c "$1" mcp-gateway-watchdog "$2"
            fi
            exec /bin/sh -c "$1" mcp-gateway-watchdog "$2"
            """;

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /**
     * Starts one and waits until it watches.
     *
     * @throws GatewayException if it does not
     */
    static Watchdog start(String ownerId, String path) {
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", LAUNCH, "sh", script(), ownerId))
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", path);
        // Bytes, not characters: environments are not text, and grep is faster so.
        builder.environment().put("LC_ALL", "C");
        Process launcher;
        try {
            launcher = builder.start();
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
        awaitReady(launcher);
        return new Watchdog(launcher);
    }

    private static void awaitReady(Process launcher) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> readLine(launcher, line), "mcp-gateway-watchdog-start");
        reader.setDaemon(true);
        reader.start();
        try {
            String first = line.get(START_SECONDS, TimeUnit.SECONDS);
            if (!first.equals("ready")) {
                throw abandoned(launcher, first.isEmpty() ? "it ended at once" : first, null);
            }
        } catch (TimeoutException e) {
            throw abandoned(launcher, "it said nothing for " + START_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw abandoned(launcher, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandoned(launcher, "interrupted", e);
        }
    }

    private static void readLine(Process launcher, CompletableFuture<String> line) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8))) {
            String text = reader.readLine();
            line.complete(text == null ? "" : text);
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Tells it that all workloads have been ended; it looks round once more and ends. */
    @Override
    public void close() {
        try (OutputStream out = process.getOutputStream()) {
            out.write("bye\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException alreadyGone) {
            // Somebody ended it; there is nothing to tell it then.
        }
    }

    private static GatewayException abandoned(Process launcher, String reason, @Nullable Throwable cause) {
        launcher.destroyForcibly();
        try {
            launcher.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // The end of the pipe was the point, and that has come.
        }
        return failed(reason, cause);
    }

    private static GatewayException failed(String reason, @Nullable Throwable cause) {
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "Cannot start the watchdog that ends servers when the gateway is killed (/bin/sh): " + reason,
                cause);
    }

    private static String script() {
        try (InputStream in = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            if (in == null) {
                throw new IllegalStateException("watchdog.sh is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }
}
