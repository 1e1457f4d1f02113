package io.mcpgateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that speaks raw JSON-RPC to a gate. */
final class TestClient implements AutoCloseable, MessageStream {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String MODERN_META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{},"
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final Conversation conversation;
    final List<String> unsolicited = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();
    /** Run for each message that comes unasked, on the thread that brings it. */
    volatile Runnable onUnsolicited = () -> {};

    private final AtomicInteger ids = new AtomicInteger();

    TestClient(ClientGate gate) {
        conversation = gate.open(new Peer("local", "test", "test-" + COUNT.incrementAndGet()), this);
    }

    static TestClient legacy(ClientGate gate) {
        return legacy(gate, "{}");
    }

    static TestClient legacy(ClientGate gate, String capabilities) {
        TestClient client = new TestClient(gate);
        client.request(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities
                        + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return client;
    }

    /** A modern request in a conversation of its own, as over HTTP. */
    static Reply alone(ClientGate gate, String method, String params) {
        String members =
                params.equals("{}") ? MODERN_META : params.substring(1, params.length() - 1) + "," + MODERN_META;
        Reply reply = new Reply();
        Conversation conversation = gate.open(new Peer("local", "test", ""), new MessageStream() {
            @Override
            public void send(JsonText message) {
                throw new AssertionError("nothing is unsolicited here: " + message);
            }

            @Override
            public void end(String reason) {
                // what the end of a gateway looks like
            }
        });
        conversation.receive(
                JsonText.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + members + "}}"),
                reply);
        return reply;
    }

    /** What came for one message. */
    static final class Reply implements ReplyStream {
        final CompletableFuture<String> response = new CompletableFuture<>();
        final CompletableFuture<ReplyStatus> status = new CompletableFuture<>();
        final CompletableFuture<Void> cancelled = new CompletableFuture<>();
        final List<String> before = new CopyOnWriteArrayList<>();

        @Override
        public void send(JsonText message) {
            before.add(message.toString());
        }

        @Override
        public void end(JsonText message, ReplyStatus with) {
            status.complete(with);
            if (!response.complete(message.toString())) {
                throw new AssertionError("answered twice: " + message);
            }
        }

        @Override
        public void cancelled() {
            cancelled.complete(null);
        }

        JsonNode json() {
            return parse(text());
        }

        String text() {
            try {
                return response.get(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("no answer", e);
            }
        }
    }

    Reply send(String message) {
        Reply reply = new Reply();
        receipt = conversation.receive(JsonText.of(message), reply);
        return reply;
    }

    Receipt receipt;

    Reply post(String method, String params) {
        return send("{\"jsonrpc\":\"2.0\",\"id\":" + ids.incrementAndGet() + ",\"method\":\"" + method
                + "\",\"params\":" + params + "}");
    }

    JsonNode request(String method, String params) {
        return post(method, params).json();
    }

    /** {@code _meta} of a modern client that can do this. */
    static String metaOf(String capabilities) {
        return MODERN_META.replace("clientCapabilities\":{}", "clientCapabilities\":" + capabilities);
    }

    JsonNode modern(String method, String params) {
        String members =
                params.equals("{}") ? MODERN_META : params.substring(1, params.length() - 1) + "," + MODERN_META;
        return request(method, "{" + members + "}");
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void send(JsonText message) {
        unsolicited.add(message.toString());
        onUnsolicited.run();
    }

    @Override
    public void end(String reason) {
        ended.complete(reason);
    }

    @Override
    public void close() {
        conversation.close();
    }
}
