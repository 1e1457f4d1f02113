package io.mcpgateway.docker.egress;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine that end soon, and takes what they say. Stateless. */
final class Programs {
    private static final int MOST_OUTPUT = 1 << 20;
    private static final long PATIENCE_MINUTES = 5;

    private Programs() {}

    /**
     * What a program said.
     *
     * @param status its status
     * @param text standard output and standard error as they came
     */
    record Output(int status, String text) {}

    /** Runs one that has to succeed. */
    static void run(List<String> command) throws IOException {
        Output output = output(command);
        if (output.status() != 0) {
            throw new IOException(command.get(0) + " fails: " + output.text().strip());
        }
    }

    /** Runs one. */
    static Output output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        try {
            byte[] text = process.getInputStream().readNBytes(MOST_OUTPUT);
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(command.get(0) + " does not end");
            }
            return new Output(process.exitValue(), new String(text, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
