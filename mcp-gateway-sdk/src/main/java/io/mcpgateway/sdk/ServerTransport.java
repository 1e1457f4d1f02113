package io.mcpgateway.sdk;

import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** One session's way to the gateway. Messages that come after the end are dropped. Thread-safe. */
final class ServerTransport implements McpServerTransport {
    private final JavaServer.Receiver toGateway;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Runnable onClose = () -> {};

    ServerTransport(JavaServer.Receiver toGateway) {
        this.toGateway = toGateway;
    }

    /** Sets what happens when the SDK closes this session. */
    void onClose(Runnable action) {
        this.onClose = action;
    }

    /** Lets nothing more through; whether that is new. */
    boolean shut() {
        return closed.compareAndSet(false, true);
    }

    /** Tells the gateway that the server has ended the conversation. */
    void tellEnd() {
        toGateway.ended("The server was closed");
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromCallable(() -> {
            if (!closed.get()) {
                toGateway.receive(SdkJson.write(message));
            }
            return null;
        });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> typeRef) {
        return SdkJson.mapper().convertValue(data, typeRef);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> onClose.run());
    }
}
