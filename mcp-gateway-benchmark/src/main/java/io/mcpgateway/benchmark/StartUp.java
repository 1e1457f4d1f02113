package io.mcpgateway.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Times from the start of a process to its first answer. */
final class StartUp {
    private static final int RUNS = 10;

    private StartUp() {}

    /** Median milliseconds until the command has ended. */
    static double untilExit(String... command) throws IOException, InterruptedException {
        double[] millis = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getInputStream().readAllBytes();
            process.waitFor();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return median(millis);
    }

    /** Median milliseconds until a line with this text in it has come after these messages were sent. */
    static double untilAnswer(String marker, String[] messages, String... command)
            throws IOException, InterruptedException {
        double[] millis = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream out = process.getOutputStream()) {
                for (String message : messages) {
                    out.write((message + "\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.flush();
                StringBuilder seen = new StringBuilder();
                byte[] chunk = new byte[8192];
                while (seen.indexOf(marker) < 0) {
                    int read = process.getInputStream().read(chunk);
                    if (read < 0) {
                        throw new IOException("The process ended without the answer: " + seen);
                    }
                    seen.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
                }
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            process.destroy();
            process.waitFor();
        }
        return median(millis);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
