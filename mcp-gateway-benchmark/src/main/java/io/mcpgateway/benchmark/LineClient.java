package io.mcpgateway.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A legacy client of a gateway on stdio. Thread-safe; one thread of its own reads and takes the times of the answers. */
final class LineClient implements AutoCloseable {
    /** So long a client waits for a call. */
    static final long PATIENCE_MINUTES = 10;

    private static final Pattern TOKEN = Pattern.compile("\"progressToken\":(\\d+)");

    private final Process process;
    private final OutputStream out;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final Map<Long, String> notes = new ConcurrentHashMap<>();

    /**
     * An answer.
     *
     * @param text the whole message
     * @param at when it came, as {@link System#nanoTime} counts
     */
    record Answer(String text, long at) {}

    LineClient(List<String> command) throws IOException, InterruptedException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        out = process.getOutputStream();
        Thread reader = new Thread(this::read, "answers");
        reader.setDaemon(true);
        reader.start();
        long id = ids.incrementAndGet();
        await(send(id, Json.initialize(id)));
        write(Json.INITIALIZED);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until this many tools are listed. */
    void awaitTools(int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        while (System.nanoTime() < end) {
            long id = ids.incrementAndGet();
            String list = await(send(id, Json.list(id))).text();
            if (list.split("\"inputSchema\"", -1).length > count) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("The servers were not listed in time");
    }

    /** Calls a tool with 64 bytes of text, and asks to hear of progress. */
    CompletableFuture<Answer> call(String tool) throws IOException {
        long id = ids.incrementAndGet();
        String params = "{\"name\":\"" + tool + "\",\"arguments\":{\"text\":\"" + "0123456789abcdef".repeat(4)
                + "\"},\"_meta\":{\"progressToken\":" + id + "}}";
        return send(id, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":" + params + "}");
    }

    /** Nanoseconds that a call takes. */
    long timed(String tool) throws IOException, InterruptedException {
        long start = System.nanoTime();
        return await(call(tool)).at() - start;
    }

    /** The last note about each call that was told of progress, by its id. */
    Map<Long, String> notes() {
        return notes;
    }

    static Answer await(CompletableFuture<Answer> answer) throws IOException, InterruptedException {
        try {
            Answer given = answer.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (!given.text().contains("\"result\"") || given.text().contains("\"isError\":true")) {
                throw new IOException("A request failed: " + given.text());
            }
            return given;
        } catch (ExecutionException e) {
            throw new IOException("The gateway ended", e);
        } catch (TimeoutException e) {
            throw new IOException("No answer within " + PATIENCE_MINUTES + " minutes", e);
        }
    }

    private CompletableFuture<Answer> send(long id, String message) throws IOException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        write(message);
        return answer;
    }

    private void write(String message) throws IOException {
        synchronized (out) {
            out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line, System.nanoTime());
            }
        } catch (IOException e) {
            // It has ended, and whoever waits hears so below.
        }
        waiting.values().forEach(answer -> answer.completeExceptionally(new IOException("The output ended")));
    }

    private void take(String line, long now) {
        Matcher token = TOKEN.matcher(line);
        if (line.contains("notifications/progress") && token.find()) {
            notes.put(Long.parseLong(token.group(1)), line);
            return;
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Answer> answer = waiting.remove(Json.id(bytes, 0, bytes.length));
        if (answer != null) {
            answer.complete(new Answer(line, now));
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
