package io.mcpgateway.sdk;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ClientGate;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An SDK client's way into the gateway, without a socket. Each {@code connect} opens a conversation in place of the one
 * before. When the gateway has ended a conversation, the next message fails with
 * {@link McpTransportSessionNotFoundException}, upon which the SDK shakes hands anew. Thread-safe.
 */
final class GateTransport implements McpClientTransport {
    private final Supplier<ClientGate> gate;
    private final AtomicReference<@Nullable GateConversation> current = new AtomicReference<>();
    private volatile @Nullable GatewayException refusal;
    private volatile Consumer<Throwable> exceptionHandler = ignored -> {};

    GateTransport(Supplier<ClientGate> gate) {
        this.gate = gate;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> open(handler));
    }

    private void open(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try {
            GateConversation opened = GateConversation.open(gate.get(), handler);
            refusal = null;
            closeIfOpen(current.getAndSet(opened));
        } catch (GatewayException e) {
            // The SDK only logs a failed connect; the first message tells the caller.
            refusal = e;
            closeIfOpen(current.getAndSet(null));
            throw e;
        }
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.defer(() -> {
            GateConversation conversation = current.get();
            if (conversation == null) {
                GatewayException refused = refusal;
                return Mono.error(refused == null ? new IllegalStateException("The client is not connected") : refused);
            }
            if (conversation.endedByGateway()) {
                McpTransportSessionNotFoundException lost =
                        new McpTransportSessionNotFoundException("The gateway has ended this session; call again");
                // After this message has failed, so that the SDK does not fail it a second time.
                return Mono.<Void>error(lost).doAfterTerminate(() -> exceptionHandler.accept(lost));
            }
            return conversation.send(message);
        });
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        this.exceptionHandler = requireNonNull(handler, "handler");
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> typeRef) {
        return SdkJson.mapper().convertValue(data, typeRef);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> closeIfOpen(current.getAndSet(null)));
    }

    private static void closeIfOpen(@Nullable GateConversation conversation) {
        if (conversation != null) {
            conversation.close();
        }
    }
}
