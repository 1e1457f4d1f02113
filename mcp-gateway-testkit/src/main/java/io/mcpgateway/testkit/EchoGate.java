package io.mcpgateway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A gate that answers every request with the request itself. Thread-safe. */
public final class EchoGate implements ClientGate {
    /** A handshake of the legacy era, with the id {@code "init"}. */
    public static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    /** An idle gate. */
    public EchoGate() {}

    /** The answer that this gate gives to a request. */
    public static String answerTo(String id, String request) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"echo\":" + request + "}}";
    }

    /** Everything that clients sent. */
    public List<String> received() {
        return List.copyOf(received);
    }

    /** Conversations that were opened and not closed. */
    public int openConversations() {
        return open.get();
    }

    @Override
    public Conversation open(Peer peer, MessageStream toClient) {
        open.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return new Conversation() {
            @Override
            public Receipt receive(JsonText message, ReplyStream replies) {
                return EchoGate.this.receive(message.toString(), replies);
            }

            @Override
            public void close() {
                if (closed.compareAndSet(false, true)) {
                    open.decrementAndGet();
                }
            }
        };
    }

    private Receipt receive(String message, ReplyStream replies) {
        received.add(message);
        JsonNode tree = JavaServerDialogue.json(message);
        if (!tree.has("id") || !tree.has("method")) {
            return new Taken(Receipt.Kind.ONE_WAY);
        }
        replies.end(JsonText.of(answerTo(tree.get("id").toString(), message)), ReplyStatus.ANSWERED);
        boolean initialize = tree.get("method").asText().equals("initialize");
        return new Taken(initialize ? Receipt.Kind.INITIALIZE : Receipt.Kind.REQUEST);
    }

    private record Taken(Kind kind) implements Receipt {
        @Override
        public void abandon() {
            // Answered already.
        }
    }
}
