package io.mcpgateway.policy;

import io.mcpgateway.spi.Policy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Allows everything. Stateless. */
public final class AllowAll implements Policy {
    private static final CompletionStage<Decision> ALLOW = CompletableFuture.completedFuture(Decision.ALLOW);

    @Override
    public CompletionStage<Decision> decide(Question question) {
        return ALLOW;
    }
}
