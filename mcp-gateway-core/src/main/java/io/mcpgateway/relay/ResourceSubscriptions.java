package io.mcpgateway.relay;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Target;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All resources that are watched, whoever does, and how many each session has. Thread-safe; owns the counts and the set of
 * watches, each of which owns its own state.
 */
public final class ResourceSubscriptions {
    private static final Members.Index UPDATE = Members.Index.of(0, "uri");

    private final Router router;
    private final Pool pool;
    private final Pipeline pipeline;
    private final int mostPerSession;
    private final Set<ResourceWatch> watches = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> places = new ConcurrentHashMap<>();
    private volatile @Nullable Set<String> current;

    /** Subscriptions; the parts are owned by the caller. */
    public ResourceSubscriptions(Router router, Pool pool, Pipeline pipeline, int mostPerSession) {
        this.router = router;
        this.pool = pool;
        this.pipeline = pipeline;
        this.mostPerSession = mostPerSession;
    }

    /**
     * Somebody who subscribes.
     *
     * @param session whose places it takes
     * @param updates takes the params of each update; does not block
     */
    public ResourceSubscriber subscriber(String session, Consumer<JsonText> updates) {
        return new ResourceSubscriber(this, session, updates);
    }

    /** Takes one of the places of a session for a watch; false if all are taken. */
    boolean admit(ResourceWatch watch, String session) {
        if (places.merge(session, 1, Integer::sum) > mostPerSession) {
            release(session);
            return false;
        }
        watches.add(watch);
        return true;
    }

    private void release(String session) {
        places.computeIfPresent(session, (key, taken) -> taken == 1 ? null : taken - 1);
    }

    int mostPerSession() {
        return mostPerSession;
    }

    /** Begins a watch that was admitted. The stage never fails. */
    CompletionStage<Outcome> begin(ResourceWatch watch, Request request) {
        String method = "resources/subscribe";
        return ownerOf(request.requester(), watch.uri())
                .thenCompose(target -> {
                    if (target == null) {
                        return Refusals.notFound(watch.uri());
                    }
                    JsonText params = request.envelope().params();
                    Exchange exchange = Exchange.of(
                            Exchange.Kind.READ,
                            method,
                            request.client(),
                            request.profile(),
                            watch.uri(),
                            target.server().name(),
                            params == null ? JsonText.emptyObject() : params);
                    return pipeline.run(exchange, passed -> watch.open(target));
                })
                .exceptionally(e -> pipeline.fault(method, "", e));
    }

    /** A watch that was admitted is over. */
    void ended(ResourceWatch watch, String session) {
        watches.remove(watch);
        release(session);
    }

    CompletionStage<@Nullable Target> ownerOf(Requester requester, String uri) {
        try {
            return router.ownerOf(requester, uri);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    CompletionStage<Lease> lease(ServerDefinition server, Requester requester) {
        try {
            return pool.lease(server, requester.profile(), requester.client().sessionKey());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
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
        if (uri != null) {
            watches.forEach(watch -> watch.updated(upstream, uri, params));
        }
    }

    /** These definitions are the current ones; what is watched on others is looked for anew. */
    public void keepOnly(Set<String> digests) {
        current = Set.copyOf(digests);
    }

    boolean isCurrent(ServerDefinition server) {
        Set<String> digests = current;
        return digests == null || digests.contains(server.digest());
    }

    /** Takes other workloads for what is watched on those that have died; called now and then. */
    public void sweep() {
        watches.forEach(ResourceWatch::sweep);
    }

    /** How many resources are watched. */
    public int size() {
        return watches.size();
    }
}
