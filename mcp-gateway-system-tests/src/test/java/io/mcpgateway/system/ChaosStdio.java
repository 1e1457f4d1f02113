package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A gateway of the client's own on standard streams. */
final class ChaosStdio implements ChaosWire {
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final Listener listener;
    private final OutputStream in;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(CompletableFuture<JsonNode> answer, CompletableFuture<Void> ended) implements Sent {
        @Override
        public void abort() {
            // All requests share one channel.
        }
    }

    private ChaosStdio(Process process, Listener listener) {
        this.process = process;
        this.listener = listener;
        this.in = process.getOutputStream();
    }

    static ChaosStdio start(ProcessBuilder gateway, Listener listener) throws IOException {
        ChaosStdio wire = new ChaosStdio(gateway.start(), listener);
        Thread reader = new Thread(wire::read, "chaos stdio " + wire.process.pid());
        reader.setDaemon(true);
        reader.start();
        return wire;
    }

    @Override
    public Sent request(long id, ObjectNode message) {
        Waiting sent = new Waiting(new CompletableFuture<>(), CompletableFuture.completedFuture(null));
        waiting.put(id, sent);
        send(message);
        return sent;
    }

    @Override
    public void send(ObjectNode message) {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (in) {
            try {
                in.write(line);
                in.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("The gateway " + process.pid() + " takes no input", e);
            }
        }
    }

    @Override
    public boolean cancelsByClosing() {
        return false;
    }

    private void read() {
        String why = "the gateway's output ended";
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            why = "the gateway's output broke: " + e;
        }
        for (Waiting sent : waiting.values()) {
            sent.answer.completeExceptionally(new NoAnswer(why));
        }
    }

    private void take(String line) {
        JsonNode message;
        try {
            message = Transcript.tree(line);
        } catch (IllegalArgumentException e) {
            listener.junk(line);
            return;
        }
        if (message.has("method")) {
            listener.heard(message, null);
            return;
        }
        Waiting sent = message.path("id").isIntegralNumber()
                ? waiting.remove(message.get("id").asLong())
                : null;
        if (sent == null || !sent.answer.complete(message)) {
            listener.stray(message);
        }
    }

    @Override
    public void leave(boolean politely) {
        try {
            if (politely) {
                in.close();
            } else {
                process.destroyForcibly();
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                listener.junk("<the gateway did not end within " + PATIENCE_SECONDS + " s>");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
