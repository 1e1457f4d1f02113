package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A raw legacy client over Streamable HTTP: one session, one POST per message. */
final class HttpPeer implements Peer {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpGateway gateway;
    private final HttpClient client;
    private final AtomicLong ids = new AtomicLong();
    private volatile String session = "";

    HttpPeer(HttpGateway gateway) {
        this.gateway = gateway;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    @Override
    public CompletableFuture<JsonNode> request(String method, ObjectNode params) {
        long id = ids.incrementAndGet();
        String body = Peer.object(message -> message.put("jsonrpc", "2.0")
                        .put("id", id)
                        .put("method", method)
                        .set("params", params))
                .toString();
        return post(body).thenApply(response -> {
            response.headers().firstValue("mcp-session-id").ifPresent(value -> session = value);
            return answerTo(id, response);
        });
    }

    @Override
    public void notify(String method, ObjectNode params) {
        String body = Peer.object(message ->
                        message.put("jsonrpc", "2.0").put("method", method).set("params", params))
                .toString();
        HttpResponse<String> response = post(body).join();
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(method + " was refused: " + response.statusCode() + " " + response.body());
        }
    }

    /** Posts a body as it is, with the headers of this session. */
    CompletableFuture<HttpResponse<String>> post(String body) {
        return client.sendAsync(
                newRequest().POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A request with the headers of this session. */
    HttpRequest.Builder newRequest() {
        HttpRequest.Builder builder = HttpRequest.newBuilder(gateway.endpoint())
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + Gateway.TOKEN)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (!session.isEmpty()) {
            builder.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return builder;
    }

    /** The client beneath, for requests that no peer would make. */
    HttpClient client() {
        return client;
    }

    /** Where the gateway is. */
    URI endpoint() {
        return gateway.endpoint();
    }

    /** The session that the gateway gave; empty before the handshake. */
    String session() {
        return session;
    }

    @Override
    public Process process() {
        return gateway.process();
    }

    /** Ends the session. The gateway lives on. */
    @Override
    public void close() {
        if (!session.isEmpty()) {
            client.sendAsync(newRequest().DELETE().build(), HttpResponse.BodyHandlers.discarding())
                    .join();
        }
    }

    /** The messages in a response, from a JSON body or from an event stream. */
    static List<JsonNode> messages(HttpResponse<String> response) {
        String type = response.headers().firstValue("content-type").orElse("");
        List<JsonNode> messages = new ArrayList<>();
        if (type.startsWith("text/event-stream")) {
            StringBuilder data = new StringBuilder();
            for (String line : (response.body() + "\n\n").split("\r\n|\n|\r", -1)) {
                if (line.startsWith("data:")) {
                    data.append(data.isEmpty() ? "" : "\n")
                            .append(line.substring(5).stripLeading());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    messages.add(Transcript.tree(data.toString()));
                    data.setLength(0);
                }
            }
        } else if (!response.body().isEmpty()) {
            messages.add(Transcript.tree(response.body()));
        }
        return messages;
    }

    private static JsonNode answerTo(long id, HttpResponse<String> response) {
        List<JsonNode> answers = messages(response).stream()
                .filter(message -> !message.has("method"))
                .toList();
        if (answers.size() != 1) {
            throw new AssertionError(
                    "expected one answer to " + id + " but got " + response.statusCode() + " " + response.body());
        }
        JsonNode answer = answers.get(0);
        if (!answer.path("id").isNull() && answer.path("id").asLong(-1) != id) {
            throw new AssertionError("the answer to " + id + " names another id: " + answer);
        }
        return answer;
    }
}
