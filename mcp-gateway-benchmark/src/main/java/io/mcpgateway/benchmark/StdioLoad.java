package io.mcpgateway.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Drives a stdio server with a fixed number of calls in flight: each answer is followed by the next call. One thread, so
 * that the load itself costs as little as it can.
 */
final class StdioLoad implements Load, AutoCloseable {
    private final Process process;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 20];
    private final boolean modern;
    private int held;
    private long nextId = 1;

    /** A client of the legacy era. */
    StdioLoad(String... command) throws IOException {
        this(false, command);
    }

    StdioLoad(boolean modern, String... command) throws IOException {
        this.modern = modern;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
        in = process.getInputStream();
        if (!modern) {
            send(Json.initialize(nextId++));
            out.flush();
            awaitAnswer();
            send(Json.INITIALIZED);
        }
        send(modern ? Json.modernList(nextId++, "") : Json.list(nextId++));
        out.flush();
        awaitAnswer();
    }

    long pid() {
        return process.pid();
    }

    private String call() {
        return modern ? Json.modernCall(nextId++, "") : Json.call(nextId++);
    }

    private void send(String message) throws IOException {
        out.write(message.getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }

    private void awaitAnswer() throws IOException {
        while (true) {
            for (int i = 0; i < held; i++) {
                if (buffer[i] == '\n') {
                    boolean answer = Json.id(buffer, 0, i) >= 0;
                    held -= i + 1;
                    System.arraycopy(buffer, i + 1, buffer, 0, held);
                    if (answer) {
                        return;
                    }
                    i = -1;
                }
            }
            fill();
        }
    }

    private void fill() throws IOException {
        int read = in.read(buffer, held, buffer.length - held);
        if (read < 0) {
            throw new IOException("The measured process ended");
        }
        held += read;
    }

    @Override
    public Figures run(int callers, double seconds) throws IOException {
        long first = nextId;
        long[] sent = new long[1 << 14];
        long[] latencies = new long[1 << 16];
        int answered = 0;
        long start = System.nanoTime();
        long stop = start + (long) (seconds * 1e9);
        long cpu = ProcessCpu.nanos(pid());
        for (int i = 0; i < callers; i++) {
            sent[(int) (nextId % sent.length)] = System.nanoTime();
            send(call());
        }
        out.flush();
        while (answered < nextId - first) {
            fill();
            long now = System.nanoTime();
            int from = 0;
            for (int i = 0; i < held; i++) {
                if (buffer[i] == '\n') {
                    long id = Json.id(buffer, from, i);
                    from = i + 1;
                    if (id < first) {
                        continue;
                    }
                    if (answered == latencies.length) {
                        latencies = Arrays.copyOf(latencies, 2 * latencies.length);
                    }
                    latencies[answered++] = now - sent[(int) (id % sent.length)];
                    if (now < stop) {
                        sent[(int) (nextId % sent.length)] = System.nanoTime();
                        send(call());
                    }
                }
            }
            held -= from;
            System.arraycopy(buffer, from, buffer, 0, held);
            out.flush();
        }
        double took = (System.nanoTime() - start) / 1e9;
        return Figures.of(Arrays.copyOf(latencies, answered), took, ProcessCpu.nanos(pid()) - cpu);
    }

    @Override
    public void close() throws IOException {
        out.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
