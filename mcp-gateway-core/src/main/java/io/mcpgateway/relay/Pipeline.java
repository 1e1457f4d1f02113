package io.mcpgateway.relay;

import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Handler;
import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.view.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What every exchange passes on its way: first the guard that turns whatever is thrown into an answer, then policy, then
 * the interceptors, the first outermost. Policy stands before the interceptors so that nothing of what is denied reaches
 * them. Immutable.
 */
public final class Pipeline {
    private final Policy policy;
    private final boolean allowsAll;
    private final List<Interceptor> interceptors;
    private final EventSink events;

    /** A pipeline; the parts are owned by the caller. */
    public Pipeline(Policy policy, boolean allowsAll, List<Interceptor> interceptors, EventSink events) {
        this.policy = policy;
        this.allowsAll = allowsAll;
        this.interceptors = List.copyOf(interceptors);
        this.events = events;
    }

    /** Runs an exchange; the stage never fails. */
    CompletionStage<Outcome> run(Exchange exchange, Handler last) {
        CompletionStage<Outcome> outcome;
        try {
            outcome = allowsAll || exchange.kind() == Exchange.Kind.LIST
                    ? intercepted(0, last).handle(exchange)
                    : decide(question(exchange))
                            .thenCompose(decision -> decision.allowed()
                                    ? intercepted(0, last).handle(exchange)
                                    : denied(exchange, decision));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        return outcome.handle((answer, failure) -> {
            if (failure == null && answer != null) {
                return answer;
            }
            return fault(exchange.method(), exchange.server(), failure == null ? noAnswer() : failure);
        });
    }

    /** What the policy is asked for an exchange that is no list. */
    private static Policy.Question question(Exchange exchange) {
        return new Policy.Question(
                Optional.of(exchange.client()), Policy.Action.CALL, exchange.server(), exchange.target());
    }

    private static IllegalStateException noAnswer() {
        return new IllegalStateException("An interceptor gave no answer");
    }

    private Handler intercepted(int index, Handler last) {
        if (index == interceptors.size()) {
            return last;
        }
        return exchange -> {
            CompletionStage<Outcome> outcome =
                    interceptors.get(index).intercept(exchange, intercepted(index + 1, last));
            // Third parties: the checker cannot promise for them.
            return outcome == null ? CompletableFuture.failedFuture(noAnswer()) : outcome;
        };
    }

    private static CompletionStage<Outcome> denied(Exchange exchange, Policy.Decision decision) {
        return CompletableFuture.completedFuture(Outcome.failure(new GatewayException(
                ErrorCode.DENIED,
                "Policy denies " + exchange.method() + " of '" + exchange.target() + "' on server '" + exchange.server()
                        + "': " + decision.reason())));
    }

    /** In doubt, no: a policy that fails denies. */
    private CompletionStage<Policy.Decision> decide(Policy.Question question) {
        CompletionStage<Policy.Decision> decision;
        try {
            decision = policy.decide(question);
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.completedFuture(undecided(e));
        }
        if (decision == null) {
            return CompletableFuture.completedFuture(undecided(null));
        }
        return decision.handle((made, failure) -> made == null ? undecided(failure) : made);
    }

    private Policy.Decision undecided(@Nullable Throwable failure) {
        events.event(EventSink.Level.ERROR, "Policy failed and so denies", Map.of("cause", String.valueOf(failure)));
        return Policy.Decision.deny("the policy could not be evaluated");
    }

    /** The answer that stands for a failure; what is no word of the gateway's own stays inside. */
    Outcome fault(String method, String server, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof GatewayException known) {
            return Outcome.failure(known);
        }
        events.event(
                EventSink.Level.ERROR,
                "A request failed inside the gateway",
                Map.of("method", method, "server", server, "cause", String.valueOf(cause)));
        return Outcome.failure(new GatewayException(ErrorCode.INTERNAL, "Internal error", cause));
    }

    /** The part of a list that a client may see; all of it where everything is allowed. */
    CompletionStage<Collection<Target>> visible(ClientIdentity client, Collection<Target> items) {
        if (allowsAll) {
            return CompletableFuture.completedFuture(items);
        }
        List<Target> visible = new ArrayList<>();
        CompletionStage<Void> walk = CompletableFuture.completedFuture(null);
        for (Target item : items) {
            Policy.Question question = new Policy.Question(
                    Optional.of(client), Policy.Action.LIST, item.server().name(), item.exposed());
            walk = walk.thenCompose(before -> decide(question)).thenAccept(decision -> {
                if (decision.allowed()) {
                    visible.add(item);
                }
            });
        }
        return walk.thenApply(done -> visible);
    }
}
