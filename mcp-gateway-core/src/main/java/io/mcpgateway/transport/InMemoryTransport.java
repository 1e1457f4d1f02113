package io.mcpgateway.transport;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.Transport;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Clients in the same JVM: messages are handed over, no byte is copied. Thread-safe. */
public final class InMemoryTransport implements Transport {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();
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
        Conversation conversation = current.open(
                new Peer("local", "memory", "memory-" + System.identityHashCode(this) + "-" + count.incrementAndGet()),
                toClient);
        conversations.add(conversation);
        return conversation;
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
