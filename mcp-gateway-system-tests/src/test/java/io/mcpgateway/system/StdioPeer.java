package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A raw client on the standard streams of a process. Keeps everything that is not an awaited answer. */
final class StdioPeer implements Peer {
    private static final int STDERR_KEPT = 2000;

    private final Process process;
    private final OutputStream in;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Queue<JsonNode> strays = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> notifications = new ConcurrentLinkedQueue<>();
    private final Queue<String> junk = new ConcurrentLinkedQueue<>();
    private final Queue<String> stderr = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> endOfOutput = new CompletableFuture<>();

    private StdioPeer(Process process) {
        this.process = process;
        this.in = process.getOutputStream();
    }

    /** Starts a process and reads what it writes. */
    static StdioPeer start(ProcessBuilder builder) throws IOException {
        StdioPeer peer = new StdioPeer(builder.start());
        daemon("stdout of " + peer.process.pid(), peer::readOutput);
        daemon("stderr of " + peer.process.pid(), peer::readErrors);
        return peer;
    }

    @Override
    public CompletableFuture<JsonNode> request(String method, ObjectNode params) {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = expect(id);
        writeLine(Peer.object(message -> message.put("jsonrpc", "2.0")
                        .put("id", id)
                        .put("method", method)
                        .set("params", params))
                .toString());
        return answer;
    }

    /** Waits for an answer to an id that the test writes by itself. */
    CompletableFuture<JsonNode> expect(long id) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        return answer;
    }

    @Override
    public void notify(String method, ObjectNode params) {
        writeLine(Peer.object(message ->
                        message.put("jsonrpc", "2.0").put("method", method).set("params", params))
                .toString());
    }

    /** Tells the gateway that the answer to an earlier request is not wanted any more. */
    void cancel(long id) {
        notify("notifications/cancelled", Peer.object(params -> params.put("requestId", id)));
    }

    /** The id of the latest request. */
    long latestId() {
        return ids.get();
    }

    /** Writes a line as it is. */
    void writeLine(String line) {
        write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes as they are. */
    void write(byte[] bytes) {
        synchronized (in) {
            try {
                in.write(bytes);
                in.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to process " + process.pid() + "; stderr: " + stderr(), e);
            }
        }
    }

    /** Ends the gateway's input and leaves its output open. */
    void closeInput() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away without a word: closes both ends. */
    void vanish() {
        closeInput();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers to nothing that was asked, second answers, and requests of the server. */
    Queue<JsonNode> strays() {
        return strays;
    }

    /** Notifications, in order. */
    Queue<JsonNode> notifications() {
        return notifications;
    }

    /** Lines that are not JSON. */
    Queue<String> junk() {
        return junk;
    }

    /** The latest lines of standard error. */
    List<String> stderr() {
        return List.copyOf(stderr);
    }

    /** Completes when the process has closed its output. */
    CompletableFuture<Void> endOfOutput() {
        return endOfOutput;
    }

    @Override
    public Process process() {
        return process;
    }

    @Override
    public void close() {
        closeInput();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "the gateway did not end within 15 s after the end of its input; stderr: " + stderr());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void readOutput() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            junk.add("<reading failed: " + e.getMessage() + ">");
        } finally {
            endOfOutput.complete(null);
            waiting.values()
                    .forEach(answer ->
                            answer.completeExceptionally(new IOException("the output ended; stderr: " + stderr())));
        }
    }

    private void take(String line) {
        JsonNode message;
        try {
            message = Transcript.tree(line);
        } catch (IllegalArgumentException e) {
            junk.add(line);
            return;
        }
        JsonNode id = message.path("id");
        if (message.has("method")) {
            (message.has("id") ? strays : notifications).add(message);
            return;
        }
        CompletableFuture<JsonNode> answer = id.isIntegralNumber() ? waiting.remove(id.asLong()) : null;
        if (answer == null) {
            strays.add(message);
        } else {
            answer.complete(message);
        }
    }

    private void readErrors() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                stderr.add(line);
                if (stderr.size() > STDERR_KEPT) {
                    stderr.poll();
                }
            }
        } catch (IOException e) {
            stderr.add("<reading failed: " + e.getMessage() + ">");
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
