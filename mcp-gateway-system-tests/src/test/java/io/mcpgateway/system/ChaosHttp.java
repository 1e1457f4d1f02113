package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gateway that many clients share, over Streamable HTTP: a POST for each message, a thread for each open stream. */
final class ChaosHttp implements ChaosWire {
    private final HttpClient http;
    private final Executor threads;
    private final URI endpoint;
    private final boolean modern;
    private final Listener listener;
    private final AtomicReference<@Nullable InputStream> aside = new AtomicReference<>();
    private volatile String session = "";
    private volatile boolean leaving;

    /** A way to a gateway; the client and the threads are shared with others. */
    ChaosHttp(HttpClient http, Executor threads, URI endpoint, boolean modern, Listener listener) {
        this.http = http;
        this.threads = threads;
        this.endpoint = endpoint;
        this.modern = modern;
        this.listener = listener;
    }

    private final class Posted implements Sent {
        private final long id;
        private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final CompletableFuture<HttpResponse<InputStream>> response;
        private volatile boolean aborted;

        Posted(long id, ObjectNode message) {
            this.id = id;
            this.response = http.sendAsync(post(message), BodyHandlers.ofInputStream());
        }

        void start() {
            response.whenCompleteAsync(this::read, threads);
        }

        private void read(@Nullable HttpResponse<InputStream> got, @Nullable Throwable failure) {
            String why = "the response ended without an answer";
            try {
                if (got == null) {
                    why = "no response: " + failure;
                } else {
                    got.headers().firstValue("mcp-session-id").ifPresent(given -> session = given);
                    messages(got, this::take);
                    why += ", HTTP status " + got.statusCode();
                }
            } catch (IOException e) {
                why = "the response broke: " + e;
            } finally {
                answer.completeExceptionally(new NoAnswer(aborted ? "closed by the client" : why));
                ended.complete(null);
            }
        }

        private void take(JsonNode message) {
            if (message.has("method")) {
                listener.heard(message, id);
            } else if (message.path("id").asLong(-1) != id || !answer.complete(message)) {
                listener.stray(message);
            }
        }

        @Override
        public CompletableFuture<JsonNode> answer() {
            return answer;
        }

        @Override
        public CompletableFuture<Void> ended() {
            return ended;
        }

        @Override
        public void abort() {
            aborted = true;
            response.thenAccept(got -> close(got.body()));
            response.cancel(true);
        }
    }

    @Override
    public Sent request(long id, ObjectNode message) {
        Posted posted = new Posted(id, message);
        posted.start();
        return posted;
    }

    @Override
    public void send(ObjectNode message) {
        http.sendAsync(post(message), BodyHandlers.ofString()).whenComplete((response, failure) -> {
            if (leaving) {
                return;
            }
            if (failure != null) {
                listener.junk("<" + message + " could not be sent: " + failure + ">");
            } else if (response.statusCode() != 202 && response.statusCode() != 404) {
                listener.junk("<" + message + " got " + response.statusCode() + " " + response.body() + ">");
            }
        });
    }

    /** Forgets the session, so that {@code initialize} can be sent again. */
    void forgetSession() {
        close(aside.getAndSet(null));
        session = "";
    }

    /** Opens the stream for what belongs to no request. */
    void listen() {
        HttpRequest get = builder().GET().build();
        http.sendAsync(get, BodyHandlers.ofInputStream()).whenCompleteAsync(this::readAside, threads);
    }

    private void readAside(@Nullable HttpResponse<InputStream> got, @Nullable Throwable failure) {
        if (got == null || got.statusCode() != 200) {
            if (!leaving) {
                listener.junk(
                        "<the stream beside the requests got " + (got == null ? failure : got.statusCode()) + ">");
            }
            return;
        }
        aside.set(got.body());
        if (leaving) {
            close(got.body());
        }
        try {
            messages(got, message -> {
                if (message.has("method")) {
                    listener.heard(message, null);
                } else {
                    listener.stray(message);
                }
            });
        } catch (IOException e) {
            return; // closed by one of both sides; what must not be lost comes on the streams of requests
        }
    }

    @Override
    public boolean cancelsByClosing() {
        return modern;
    }

    @Override
    public void leave(boolean politely) {
        leaving = true;
        close(aside.getAndSet(null));
        if (politely && !session.isEmpty()) {
            http.sendAsync(builder().DELETE().build(), BodyHandlers.discarding())
                    .join();
        }
    }

    private HttpRequest.Builder builder() {
        HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint)
                .header("Authorization", "Bearer " + Gateway.TOKEN)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (!session.isEmpty()) {
            builder.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return builder;
    }

    private HttpRequest post(ObjectNode message) {
        HttpRequest.Builder builder = builder().POST(HttpRequest.BodyPublishers.ofString(message.toString()));
        if (modern && message.has("id")) {
            // It may be aborted. The JDK's client closes the connection then, even if that has gone back to its pool
            // and
            // carries another request by now ("header parser received no bytes"; seen with the JDK's own server, too).
            builder.header("Connection", "close");
        }
        if (modern && message.has("method")) {
            builder.header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", message.get("method").asText());
            JsonNode name = message.at("/params/name");
            if (name.isTextual()) {
                builder.header("Mcp-Name", name.asText());
            }
        }
        return builder.build();
    }

    private void messages(HttpResponse<InputStream> response, Consumer<JsonNode> sink) throws IOException {
        String type = response.headers().firstValue("content-type").orElse("");
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (!type.startsWith("text/event-stream")) {
                StringBuilder whole = new StringBuilder();
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    whole.append(line).append('\n');
                }
                if (!whole.toString().isBlank()) {
                    parse(whole.toString(), sink);
                }
                return;
            }
            StringBuilder data = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("data:")) {
                    data.append(line.substring(5).stripLeading());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    parse(data.toString(), sink);
                    data.setLength(0);
                }
            }
        }
    }

    private void parse(String text, Consumer<JsonNode> sink) {
        JsonNode message;
        try {
            message = Transcript.tree(text);
        } catch (IllegalArgumentException e) {
            listener.junk(text);
            return;
        }
        sink.accept(message);
    }

    private static void close(@Nullable InputStream stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
