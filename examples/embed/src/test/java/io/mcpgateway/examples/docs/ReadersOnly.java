package io.mcpgateway.examples.docs;

import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.spi.Policy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

// region policy
/** Lets everybody see everything, but only some call what is not a reader. */
final class ReadersOnly implements Policy {
    private final Set<String> writers;

    ReadersOnly(Set<String> writers) {
        this.writers = Set.copyOf(writers);
    }

    @Override
    public CompletionStage<Decision> decide(Question question) {
        return CompletableFuture.completedStage(answer(question));
    }

    private Decision answer(Question question) {
        if (question.action() != Action.CALL || question.capability().startsWith("read_")) {
            return Decision.ALLOW;
        }
        String principal = question.client().map(ClientIdentity::principal).orElse("");
        return writers.contains(principal) ? Decision.ALLOW : Decision.deny(principal + " may only read");
    }
}
// endregion
