package io.mcpgateway.spi;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import java.util.concurrent.CompletionStage;

/**
 * One concern around every exchange. Implementations are thread-safe and do not block; one that throws fails its exchange,
 * no other.
 */
@FunctionalInterface
public interface Interceptor extends AutoCloseable {
    /**
     * Checks the exchange, changes it, answers it, or hands it on once.
     *
     * @param exchange what the client asks
     * @param next the rest of the road
     */
    CompletionStage<Outcome> intercept(Exchange exchange, Handler next);

    @Override
    default void close() {}
}
