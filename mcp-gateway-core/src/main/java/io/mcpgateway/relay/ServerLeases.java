package io.mcpgateway.relay;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.view.Target;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Leases the workload that a request goes to, and bounds how many requests are in flight per server. Thread-safe; owns the
 * counts.
 */
final class ServerLeases {
    private final Pool pool;
    private final int mostPerServer;
    private final Map<String, Load> loads = new ConcurrentHashMap<>();

    /** What one server has to do. */
    private static final class Load {
        /** Requests that have not ended. */
        private final AtomicInteger inFlight = new AtomicInteger();
        /** Those of them that have no workload yet. */
        private final AtomicInteger waiting = new AtomicInteger();
    }

    ServerLeases(Pool pool, int mostPerServer) {
        this.pool = pool;
        this.mostPerServer = mostPerServer;
    }

    /** Does something at a server, and ends the lease with it; if it throws, the lease is released here. */
    @FunctionalInterface
    interface OnLease {
        CompletionStage<Outcome> use(Lease lease);
    }

    private Load loadOf(String server) {
        Load known = loads.get(server); // computeIfAbsent may lock, even where there is one
        return known != null ? known : loads.computeIfAbsent(server, name -> new Load());
    }

    /** How many requests wait for a workload of a server. */
    int waiting(String server) {
        Load known = loads.get(server);
        return known == null ? 0 : known.waiting.get();
    }

    /** Leases a workload for a request; what is done there counts until its outcome is known. */
    CompletionStage<Outcome> with(Request request, Target target, OnLease then) {
        if (request.isCancelled()) {
            return CompletableFuture.failedFuture(Refusals.cancellation());
        }
        Load load = loadOf(target.server().name());
        if (!enter(load)) {
            return full(target.server().name());
        }
        load.waiting.incrementAndGet();
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        QueueNote waiting = new QueueNote(request);
        // Who cancels does not wait for the workload that it has waited for; but it counts until nothing of it is left.
        request.onCancel(() -> {
            answer.completeExceptionally(Refusals.cancellation());
            waiting.leave();
        });
        pool.lease(target.server(), request.profile(), request.client().sessionKey(), waiting)
                .whenComplete((lease, failure) -> load.waiting.decrementAndGet())
                .thenCompose(lease -> used(request, lease, then))
                .whenComplete((outcome, failure) -> {
                    load.inFlight.decrementAndGet();
                    if (failure == null) {
                        answer.complete(outcome);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    /**
     * Does something at a server of which the request has a workload already, because it goes on with what an earlier one
     * began; it counts like that one, until its outcome is known.
     *
     * @param then not called if there are too many
     */
    CompletionStage<Outcome> goingOn(String server, Supplier<CompletionStage<Outcome>> then) {
        Load load = loadOf(server);
        if (!enter(load)) {
            return full(server);
        }
        CompletionStage<Outcome> outcome;
        try {
            outcome = then.get();
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        return outcome.whenComplete((known, failure) -> load.inFlight.decrementAndGet());
    }

    private boolean enter(Load load) {
        if (load.inFlight.incrementAndGet() <= mostPerServer) {
            return true;
        }
        load.inFlight.decrementAndGet();
        return false;
    }

    private CompletionStage<Outcome> full(String server) {
        return CompletableFuture.completedFuture(Outcome.failure(new GatewayException(
                ErrorCode.LIMIT, "Server '" + server + "' has " + mostPerServer + " requests in flight already")));
    }

    private static CompletionStage<Outcome> used(Request request, Lease lease, OnLease then) {
        if (request.isCancelled()) {
            lease.release();
            return CompletableFuture.failedFuture(Refusals.cancellation());
        }
        try {
            return then.use(lease);
        } catch (RuntimeException e) {
            lease.release();
            throw e;
        }
    }
}
