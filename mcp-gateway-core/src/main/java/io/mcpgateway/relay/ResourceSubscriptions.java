package io.mcpgateway.relay;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Target;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of which resource. A subscription leases one workload for as long as it lasts; when that dies, another
 * one takes its place. Thread-safe; the map owns the state.
 */
public final class ResourceSubscriptions {
    private static final Members.Index UPDATE = Members.Index.of(0, "uri");
    private static final int RESOURCE_NOT_FOUND = -32002;

    private final Router router;
    private final Pool pool;
    private final Pipeline pipeline;
    private final int mostPerOwner;
    private final Map<Key, Held> held = new ConcurrentHashMap<>();

    private record Key(Object owner, String uri) {}

    /** One subscription; the lease changes when its workload dies. */
    private static final class Held {
        private final Requester requester;
        private final Target target;
        private final Consumer<JsonText> updates;
        private volatile @Nullable Lease lease;
        private volatile boolean ended;
        private volatile boolean renewing;

        Held(Requester requester, Target target, Consumer<JsonText> updates) {
            this.requester = requester;
            this.target = target;
            this.updates = updates;
        }
    }

    /** Subscriptions; the parts are owned by the caller. */
    public ResourceSubscriptions(Router router, Pool pool, Pipeline pipeline, int mostPerOwner) {
        this.router = router;
        this.pool = pool;
        this.pipeline = pipeline;
        this.mostPerOwner = mostPerOwner;
    }

    /**
     * Subscribes. Subscribing twice is subscribing once.
     *
     * @param owner whose subscription it is; told apart by identity
     * @param request the request that asks for it
     * @param uri the resource
     * @param updates takes the params of each update
     */
    public CompletionStage<Outcome> subscribe(Object owner, Request request, String uri, Consumer<JsonText> updates) {
        Key key = new Key(owner, uri);
        if (held.containsKey(key)) {
            return CompletableFuture.completedFuture(Outcome.result(JsonText.emptyObject()));
        }
        if (held.keySet().stream().filter(other -> other.owner == owner).count() >= mostPerOwner) {
            return CompletableFuture.completedFuture(
                    Outcome.failure(1429, "Too many subscriptions; the limit is " + mostPerOwner));
        }
        return router.ownerOf(request, uri).thenCompose(target -> {
            if (target == null) {
                return CompletableFuture.completedFuture(Outcome.failure(RESOURCE_NOT_FOUND, "Resource not found"));
            }
            Held subscription = new Held(request.requester(), target, updates);
            JsonText params = request.envelope().params();
            Exchange exchange = Exchange.of(
                    Exchange.Kind.READ,
                    "resources/subscribe",
                    request.client(),
                    request.profile(),
                    uri,
                    target.server().name(),
                    params == null ? JsonText.emptyObject() : params);
            return pipeline.run(exchange, passed -> {
                if (held.putIfAbsent(key, subscription) != null) {
                    return CompletableFuture.completedFuture(Outcome.result(JsonText.emptyObject()));
                }
                return open(subscription).whenComplete((outcome, failure) -> {
                    if (failure != null || outcome instanceof Outcome.Failure) {
                        held.remove(key, subscription);
                    }
                });
            });
        });
    }

    private CompletionStage<Outcome> open(Held subscription) {
        Requester requester = subscription.requester;
        return pool.lease(
                        subscription.target.server(),
                        requester.profile(),
                        requester.client().sessionKey())
                .thenCompose(lease -> {
                    subscription.lease = lease;
                    if (subscription.ended) {
                        release(subscription);
                        return CompletableFuture.completedFuture(Outcome.result(JsonText.emptyObject()));
                    }
                    return lease.upstream()
                            .listening()
                            .subscribe(subscription.target.original())
                            .thenApply(outcome -> {
                                if (outcome instanceof Outcome.Failure) {
                                    subscription.ended = true;
                                    lease.release();
                                }
                                return outcome;
                            });
                });
    }

    /** Unsubscribes; of what was not subscribed to, too. */
    public void unsubscribe(Object owner, String uri) {
        Held subscription = held.remove(new Key(owner, uri));
        if (subscription != null) {
            subscription.ended = true;
            release(subscription);
        }
    }

    /** The owner is gone. */
    public void ended(Object owner) {
        held.keySet().forEach(key -> {
            if (key.owner == owner) {
                unsubscribe(owner, key.uri);
            }
        });
    }

    private static void release(Held subscription) {
        Lease lease = subscription.lease;
        if (lease != null) {
            subscription.lease = null;
            lease.upstream().listening().unsubscribe(subscription.target.original());
            lease.release();
        }
    }

    /** A server says that a resource has changed: whoever subscribed to it there, or to what it is a part of, hears it. */
    public void updated(Upstream upstream, JsonText params) {
        String uri;
        try {
            uri = Members.of(params, UPDATE).string(0);
        } catch (MalformedMessageException e) {
            return; // a notification has no answer
        }
        if (uri == null) {
            return;
        }
        held.forEach((key, subscription) -> {
            Lease lease = subscription.lease;
            if (lease != null && lease.upstream() == upstream && isPartOf(uri, subscription.target.original())) {
                subscription.updates.accept(params);
            }
        });
    }

    private static boolean isPartOf(String uri, String subscribed) {
        return uri.startsWith(subscribed)
                && (uri.length() == subscribed.length()
                        || subscribed.endsWith("/")
                        || "/?#".indexOf(uri.charAt(subscribed.length())) >= 0);
    }

    /** Takes another workload for the subscriptions whose own has died; called now and then. */
    public void sweep() {
        held.forEach((key, subscription) -> {
            Lease lease = subscription.lease;
            if (lease != null && !lease.upstream().isOpen() && !subscription.renewing && !subscription.ended) {
                subscription.renewing = true;
                lease.release();
                open(subscription).whenComplete((outcome, failure) -> {
                    subscription.renewing = false;
                    if (outcome instanceof Outcome.Failure) {
                        held.remove(key, subscription);
                    }
                });
            }
        });
    }

    /** How many there are. */
    public int size() {
        return held.size();
    }
}
