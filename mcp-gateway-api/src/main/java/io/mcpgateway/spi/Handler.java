package io.mcpgateway.spi;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import java.util.concurrent.CompletionStage;

/** Answers an exchange. */
@FunctionalInterface
public interface Handler {
    /** Answers; may complete on any thread. Neither throws nor completes with null. */
    CompletionStage<Outcome> handle(Exchange exchange);
}
