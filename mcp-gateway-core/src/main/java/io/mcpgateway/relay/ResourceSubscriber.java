package io.mcpgateway.relay;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.ServerDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One who subscribes to resources: a session of the legacy era, or one {@code subscriptions/listen}. Its resources on one
 * server share one workload, which is leased with the first and released with the last of them. Thread-safe; the monitor
 * guards what it has, and is not held while others are called.
 */
public final class ResourceSubscriber {
    private final ResourceSubscriptions all;
    private final String session;
    private final Consumer<JsonText> updates;

    // Guarded by this.
    private final Map<String, ResourceWatch> watches = new HashMap<>();
    /** By the server's digest; what has been released meanwhile is taken anew. */
    private final Map<String, CompletableFuture<Lease>> leases = new HashMap<>();

    private boolean over;

    ResourceSubscriber(ResourceSubscriptions all, String session, Consumer<JsonText> updates) {
        this.all = all;
        this.session = session;
        this.updates = updates;
    }

    /**
     * Subscribes. Subscribing twice is subscribing once. The stage never fails.
     *
     * @param request the request that asks for it
     * @param uri the resource
     */
    public CompletionStage<Outcome> subscribe(Request request, String uri) {
        ResourceWatch watch = new ResourceWatch(all, this, request.requester(), uri);
        synchronized (this) {
            if (over) {
                return CompletableFuture.completedFuture(ended());
            }
            ResourceWatch known = watches.get(uri);
            if (known != null) {
                return known.outcome();
            }
            if (!all.admit(watch, session)) {
                return CompletableFuture.completedFuture(Outcome.failure(new GatewayException(
                        ErrorCode.LIMIT, "Too many subscriptions; the limit is " + all.mostPerSession())));
            }
            watches.put(uri, watch);
        }
        all.begin(watch, request).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Failure) {
                remove(watch);
            }
            watch.outcome().complete(outcome);
        });
        return watch.outcome();
    }

    /** The answer to a subscription that its client has given up; nobody reads it. */
    static Outcome ended() {
        return Outcome.failure(new GatewayException(ErrorCode.INVALID_REQUEST, "The subscription has ended"));
    }

    /** Unsubscribes; of what was not subscribed to, too. */
    public void unsubscribe(String uri) {
        ResourceWatch watch;
        synchronized (this) {
            watch = watches.get(uri);
        }
        if (watch != null) {
            remove(watch);
        }
    }

    /** A watch is of no more use. */
    void remove(ResourceWatch watch) {
        synchronized (this) {
            watches.remove(watch.uri(), watch);
        }
        end(watch);
    }

    /** It is gone; what is still on its way ends when it arrives. */
    public void end() {
        List<ResourceWatch> left;
        synchronized (this) {
            over = true;
            left = List.copyOf(watches.values());
            watches.clear();
            leases.clear();
        }
        left.forEach(this::end);
    }

    private void end(ResourceWatch watch) {
        if (watch.end()) {
            all.ended(watch, session);
        }
    }

    void tell(JsonText params) {
        updates.accept(params);
    }

    /** A right to the one workload that its resources on a server share. */
    CompletionStage<Lease> lease(ServerDefinition server, Requester requester) {
        CompletableFuture<Lease> mine = new CompletableFuture<>();
        CompletableFuture<Lease> known;
        synchronized (this) {
            known = leases.get(server.digest());
            if (known == null || isSpent(known)) {
                leases.put(server.digest(), mine);
                known = mine;
            }
        }
        CompletableFuture<Lease> shared = known;
        CompletionStage<Lease> right = shared.thenCompose(lease -> {
            Lease own = lease.share();
            if (own != null) {
                return CompletableFuture.completedFuture(own);
            }
            forget(server, shared); // all others have gone meanwhile
            return lease(server, requester);
        });
        if (shared == mine) {
            all.lease(server, requester).whenComplete((lease, failure) -> {
                if (failure != null) {
                    forget(server, mine);
                    mine.completeExceptionally(failure);
                } else {
                    lease.settle();
                    mine.complete(lease);
                    lease.release(); // those who waited have their own rights
                }
            });
        }
        return right;
    }

    private static boolean isSpent(CompletableFuture<Lease> lease) {
        return lease.isDone()
                && !lease.isCompletedExceptionally()
                && !lease.join().upstream().isOpen();
    }

    private synchronized void forget(ServerDefinition server, CompletableFuture<Lease> lease) {
        leases.remove(server.digest(), lease);
    }
}
