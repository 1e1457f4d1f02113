package io.mcpgateway.cli.client;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Docker's own assistant, which has no settings file: the docker client switches its use of the catalog. Stateless. */
final class Gordon {
    private static final int MOST_SECONDS = 30;
    private static final int MOST_TEXT = 4096;

    private Gordon() {}

    /** The command that switches it. */
    static List<String> words(boolean connected) {
        return List.of("docker", "ai", "config", "set-feature", "MCP Catalog", Boolean.toString(connected));
    }

    static void set(boolean connected) {
        try {
            Process process = new ProcessBuilder(words(connected))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(MOST_TEXT), StandardCharsets.UTF_8);
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("it did not end within " + MOST_SECONDS + " s", null);
            }
            if (process.exitValue() != 0) {
                throw failed(said.strip(), null);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private static GatewayException failed(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "gordon: 'docker ai' could not be told; it comes with Docker Desktop: " + why,
                cause);
    }
}
