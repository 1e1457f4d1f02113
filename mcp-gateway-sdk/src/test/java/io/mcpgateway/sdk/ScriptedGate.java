package io.mcpgateway.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A gateway that answers handshakes itself, and everything else as a test says, on threads called {@code gate}. */
final class ScriptedGate implements ClientGate, AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final List<ScriptedConversation> conversations = new CopyOnWriteArrayList<>();
    private final AtomicInteger threads = new AtomicInteger();
    final ExecutorService pool =
            Executors.newFixedThreadPool(4, task -> new Thread(task, "gate-" + threads.incrementAndGet()));
    private final BiConsumer<ScriptedConversation, Call> script;

    ScriptedGate(BiConsumer<ScriptedConversation, Call> script) {
        this.script = script;
    }

    @Override
    public Conversation open(Peer peer, MessageStream toClient) {
        ScriptedConversation conversation = new ScriptedConversation(peer, toClient);
        conversations.add(conversation);
        return conversation;
    }

    ScriptedConversation last() {
        return conversations.get(conversations.size() - 1);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** One request that a script has to answer. */
    record Call(JsonNode message, ReplyStream replies) {
        String method() {
            return message.path("method").asText();
        }

        JsonNode arguments() {
            return message.path("params").path("arguments");
        }

        void result(String json) {
            replies.end(
                    JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + json + "}"),
                    ReplyStatus.ANSWERED);
        }

        void error(int code, String text) {
            replies.end(
                    JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"error\":{\"code\":" + code
                            + ",\"message\":\"" + text + "\"}}"),
                    ReplyStatus.ANSWERED);
        }

        void text(String text) {
            result("{\"content\":[{\"type\":\"text\",\"text\":"
                    + JSON.getNodeFactory().textNode(text) + "}]}");
        }
    }

    final class ScriptedConversation implements Conversation {
        final Peer peer;
        final MessageStream toClient;
        final List<JsonNode> oneWay = new CopyOnWriteArrayList<>();
        final AtomicBoolean closed = new AtomicBoolean();

        ScriptedConversation(Peer peer, MessageStream toClient) {
            this.peer = peer;
            this.toClient = toClient;
        }

        @Override
        public Receipt receive(JsonText text, ReplyStream replies) {
            JsonNode message;
            try {
                message = JSON.readTree(text.toString());
            } catch (java.io.IOException e) {
                throw new AssertionError("The client sent something that is not JSON: " + text, e);
            }
            if (!message.has("id") || !message.has("method")) {
                oneWay.add(message);
                return new FixedReceipt(Receipt.Kind.ONE_WAY);
            }
            Call call = new Call(message, replies);
            if (call.method().equals("initialize")) {
                call.result("""
                        {"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true},"logging":{}},
                        "serverInfo":{"name":"scripted","version":"1"},"instructions":"be brief"}""");
                return new FixedReceipt(Receipt.Kind.INITIALIZE);
            }
            pool.execute(() -> script.accept(this, call));
            return new FixedReceipt(Receipt.Kind.REQUEST);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private record FixedReceipt(Kind kind) implements Receipt {
        @Override
        public void abandon() {
            throw new AssertionError("The SDK does not tell when a caller gives up");
        }
    }
}
