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

/**
 * Leases the workload that a request goes to, and bounds how many requests are in flight per server. Thread-safe; owns the
 * counts.
 */
final class ServerLeases {
    private final Pool pool;
    private final int mostPerServer;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    ServerLeases(Pool pool, int mostPerServer) {
        this.pool = pool;
        this.mostPerServer = mostPerServer;
    }

    /** Does something at a server, and ends the lease with it; if it throws, the lease is released here. */
    @FunctionalInterface
    interface OnLease {
        CompletionStage<Outcome> use(Lease lease);
    }

    private AtomicInteger countOf(String server) {
        AtomicInteger known = inFlight.get(server); // computeIfAbsent may lock, even where there is one
        return known != null ? known : inFlight.computeIfAbsent(server, name -> new AtomicInteger());
    }

    /** How many requests are on their way to servers, or wait for one. */
    int inFlight() {
        return inFlight.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Leases a workload for a request; what is done there counts until its outcome is known. */
    CompletionStage<Outcome> with(Request request, Target target, OnLease then) {
        if (request.isCancelled()) {
            return CompletableFuture.failedFuture(Refusals.cancellation());
        }
        String server = target.server().name();
        AtomicInteger count = countOf(server);
        if (count.incrementAndGet() > mostPerServer) {
            count.decrementAndGet();
            return CompletableFuture.completedFuture(Outcome.failure(new GatewayException(
                    ErrorCode.LIMIT, "Server '" + server + "' has " + mostPerServer + " requests in flight already")));
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        // Who cancels does not wait for the workload that it has waited for.
        request.onCancel(() -> answer.completeExceptionally(Refusals.cancellation()));
        pool.lease(target.server(), request.profile(), request.client().sessionKey(), new QueueNote(request))
                .thenCompose(lease -> used(request, lease, then))
                .whenComplete((outcome, failure) -> {
                    if (failure == null) {
                        answer.complete(outcome);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer.whenComplete((outcome, failure) -> count.decrementAndGet());
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
