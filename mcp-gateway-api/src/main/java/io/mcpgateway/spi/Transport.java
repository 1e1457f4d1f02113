package io.mcpgateway.spi;

import io.mcpgateway.model.GatewayException;
import java.util.concurrent.CompletionStage;

/** Serves the gateway to clients. Thread-safe. */
public interface Transport extends AutoCloseable {
    /** What the transport is called in messages, such as {@code http://localhost:8811/mcp}. */
    String describe();

    /**
     * Starts to serve. Returns when clients can connect.
     *
     * @throws GatewayException if it cannot, for instance because a port is taken
     */
    void start(ClientGate gate);

    /** Completes when the transport has ended by itself, such as stdio at end of input; never exceptionally. */
    CompletionStage<Void> ended();

    /** Stops serving and closes all conversations. Idempotent. */
    @Override
    void close();
}
