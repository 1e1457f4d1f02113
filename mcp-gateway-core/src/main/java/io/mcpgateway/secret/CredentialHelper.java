package io.mcpgateway.secret;

import io.mcpgateway.spi.SecretStore.DeniedException;
import io.mcpgateway.spi.SecretStore.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One program {@code docker-credential-NAME}, which keeps credentials in the system's own store: a verb as its argument, a
 * text on standard input, an answer on standard output. Blocks. Thread-safe.
 */
final class CredentialHelper {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 4 << 20;
    private static final String NOT_FOUND = "credentials not found";

    private final String program;

    CredentialHelper(String program) {
        this.program = program;
    }

    @Override
    public String toString() {
        return program;
    }

    /**
     * Asks it.
     *
     * @return what it said; null if it says that it has no such credentials
     * @throws UnavailableException if it cannot be run, takes too long or fails
     */
    byte @Nullable [] ask(String verb, byte[] input) {
        Process process;
        try {
            process =
                    new ProcessBuilder(program, verb).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UnavailableException(program + " cannot be run: " + e.getMessage(), e);
        }
        try {
            byte[] said = exchange(process, input);
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(program + " did not answer within " + PATIENCE.toSeconds() + " s", null);
            }
            String text = process.exitValue() == 0 ? "" : new String(said, StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0 && text.contains(NOT_FOUND)) {
                return null;
            }
            if (process.exitValue() != 0) {
                throw new UnavailableException(program + " " + verb + " failed: " + text, null);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(program + ": interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Its own thread ends the program when it takes too long, so that reading ends, too. */
    private byte[] exchange(Process process, byte[] input) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the answer is there
                    }
                },
                "mcp-gateway-credential-helper");
        watch.setDaemon(true);
        watch.start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                // It did not want to read all of it; what it says decides.
            }
            byte[] said = process.getInputStream().readNBytes(MOST_BYTES + 1);
            if (said.length > MOST_BYTES) {
                throw new DeniedException(program + " says more than " + MOST_BYTES + " bytes", null);
            }
            return said;
        } catch (IOException e) {
            throw new UnavailableException(program + " ended before it answered: " + e.getMessage(), e);
        } finally {
            Arrays.fill(input, (byte) 0);
            watch.interrupt();
        }
    }
}
