package io.mcpgateway.transport;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.spi.Transport;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Clients in the same JVM: messages are handed over, no byte is copied. Thread-safe. */
public final class InMemoryTransport implements Transport {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ClientGate gate;

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void start(ClientGate opened) {
        gate = requireNonNull(opened, "gate");
    }

    /**
     * Connects a client.
     *
     * @param toClient takes messages that belong to no request in flight
     * @throws GatewayException if the transport has not started or has ended
     */
    public Conversation connect(MessageStream toClient) {
        ClientGate current = gate;
        if (current == null || ended.isDone()) {
            throw new GatewayException(ErrorCode.INVALID_REQUEST, "The in-memory transport is not being served");
        }
        Conversation opened =
                current.open(new Peer("local", "memory", "memory-" + UUID.randomUUID()), new Lasting(toClient));
        Connection connection = new Connection(opened);
        conversations.add(connection);
        if (ended.isDone()) {
            connection.close();
        }
        return connection;
    }

    /** Forgets itself when it is closed. */
    private final class Connection implements Conversation {
        private final Conversation conversation;

        Connection(Conversation conversation) {
            this.conversation = conversation;
        }

        @Override
        public Receipt receive(JsonText message, ReplyStream replies) {
            return conversation.receive(message, replies);
        }

        @Override
        public void inputEnded() {
            conversation.inputEnded();
        }

        @Override
        public void close() {
            conversations.remove(this);
            conversation.close();
        }
    }

    /** A client in this JVM closes what it opened; it is not ended because it was idle. */
    private record Lasting(MessageStream toClient) implements MessageStream {
        @Override
        public void send(JsonText message) {
            toClient.send(message);
        }

        @Override
        public void end(String reason) {
            toClient.end(reason);
        }

        @Override
        public boolean endsWithItsClient() {
            return true;
        }
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        ended.complete(null);
        conversations.forEach(Conversation::close);
        conversations.clear();
    }
}
