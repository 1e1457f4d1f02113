package io.mcpgateway;

import io.mcpgateway.listing.ListingCache;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Lister;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Views;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the views up to date: takes what is known from the cache, lists servers in the background, tries again those that
 * failed, ever more rarely, and lists anew on a workload that says that its lists have changed. Thread-safe.
 */
final class Listings {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofMillis(100);
    private static final Duration ANY_AGE = Duration.ofDays(3650);

    /** Until then a tag is believed to name the same image, where nobody looks in the background. */
    private static final Duration FRESH = Duration.ofHours(1);

    private final Pool pool;
    private final Views views;
    private final ScheduledExecutorService scheduler;
    private final EventSink events;
    private final ListingCache cache;
    private final Executor blocking;
    private final boolean refresh;
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final Set<Upstream> relisting = ConcurrentHashMap.newKeySet();
    private volatile Set<String> current = Set.of();

    /**
     * Listings.
     *
     * @param blocking runs what waits for the disk
     * @param refresh whether a server whose image may have changed is listed again though a listing of it is known
     */
    Listings(
            Pool pool,
            Views views,
            ListingCache cache,
            ScheduledExecutorService scheduler,
            Executor blocking,
            EventSink events,
            boolean refresh) {
        this.pool = pool;
        this.views = views;
        this.cache = cache;
        this.scheduler = scheduler;
        this.blocking = blocking;
        this.events = events;
        this.refresh = refresh;
    }

    /** These definitions are the current ones; a failed listing of any other is not tried again. */
    void keepOnly(Set<String> digests) {
        current = Set.copyOf(digests);
        attempts.keySet().retainAll(digests);
    }

    /** Lists a server unless that has been done; looks into the cache first, on the caller's thread, and so may block. */
    void list(ServerDefinition server, CapabilityProfile profile) {
        if (!server.canStart() || !views.listing(server, profile)) {
            return;
        }
        Optional<Offer> known = cache.find(server, profile, refresh ? ANY_AGE : FRESH);
        if (known.isPresent()) {
            views.offered(server, profile, known.get());
            tell("Server was listed before", server, known.get());
            if (!refresh || ListingCache.isFixed(server)) {
                return;
            }
        }
        start(server, profile);
    }

    /** Lists a server though it has been listed, which starts it if need be. What was known counts until that is done. */
    void listAnew(ServerDefinition server, CapabilityProfile profile) {
        if (!server.canStart()) {
            return;
        }
        attempts.remove(server.digest());
        views.listing(server, profile); // of one that has failed it is not known any more
        start(server, profile);
    }

    private void start(ServerDefinition server, CapabilityProfile profile) {
        Lister.list(pool, server, profile).whenComplete((offer, failure) -> {
            if (failure == null) {
                attempts.remove(server.digest());
                keep(server, profile, offer);
                views.offered(server, profile, offer);
                tell("Server listed", server, offer);
                return;
            }
            GatewayException cause = cause(server, failure);
            if (!views.failed(server, profile, cause)) {
                return; // and no retry
            }
            events.event(
                    EventSink.Level.WARN,
                    "Server cannot be listed and is left out",
                    Map.of("server", server.name(), "cause", String.valueOf(cause.getMessage())));
            retryLater(server, profile);
        });
    }

    /** Like {@link #list}, for callers that may not block. */
    void listLater(ServerDefinition server, CapabilityProfile profile) {
        try {
            blocking.execute(() -> list(server, profile));
        } catch (RejectedExecutionException e) {
            events.event(
                    EventSink.Level.DEBUG,
                    "The gateway is closing; a server is not listed",
                    Map.of("server", server.name()));
        }
    }

    private void keep(ServerDefinition server, CapabilityProfile profile, Offer offer) {
        try {
            blocking.execute(() -> cache.keep(server, profile, offer));
        } catch (RejectedExecutionException e) {
            events.event(
                    EventSink.Level.DEBUG,
                    "The gateway is closing; a listing is not kept",
                    Map.of("server", server.name()));
        }
    }

    private void tell(String what, ServerDefinition server, Offer offer) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("server", server.name());
        facts.put("tools", Integer.toString(offer.tools().size()));
        facts.put("prompts", Integer.toString(offer.prompts().size()));
        facts.put("resources", Integer.toString(offer.resources().size()));
        facts.put("templates", Integer.toString(offer.templates().size()));
        events.event(EventSink.Level.INFO, what, facts);
        offer.problems()
                .forEach(problem ->
                        events.event(EventSink.Level.WARN, problem.message(), Map.of("server", server.name())));
    }

    private void retryLater(ServerDefinition server, CapabilityProfile profile) {
        int attempt = attempts.merge(server.digest(), 1, Integer::sum);
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempt - 1, 10));
        long millis = Math.min(wait.toMillis(), LONGEST_RETRY.toMillis());
        try {
            scheduler.schedule(
                    () -> {
                        if (current.contains(server.digest())) {
                            listLater(server, profile); // which does nothing when the profile was forgotten meanwhile
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway is closing; there will be no other attempt.
            attempts.remove(server.digest());
        }
    }

    /** A workload that lives says that its lists have changed; several such words in a row cause one listing. */
    void changed(ServerDefinition server, CapabilityProfile profile, String session, Upstream upstream) {
        if (!relisting.add(upstream)) {
            return;
        }
        try {
            scheduler.schedule(
                    () -> {
                        relisting.remove(upstream);
                        relist(server, profile, session, upstream);
                    },
                    SETTLE.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway is closing.
            relisting.remove(upstream);
        }
    }

    private void relist(ServerDefinition server, CapabilityProfile profile, String session, Upstream upstream) {
        Lister.list(upstream).whenComplete((offer, failure) -> {
            if (failure != null) {
                events.event(
                        EventSink.Level.DEBUG,
                        "Server announced a changed list and did not give it",
                        Map.of("server", server.name(), "cause", String.valueOf(failure.getMessage())));
            } else if (server.isolation() == Isolation.SHARED) {
                keep(server, profile, offer);
                views.offered(server, profile, offer);
            } else {
                views.offeredTo(session, server, profile, offer);
                if (!upstream.isOpen()) {
                    views.sessionEnded(session); // it ended meanwhile, and nobody would forget this
                }
            }
        });
    }

    private static GatewayException cause(ServerDefinition server, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GatewayException known
                ? known
                : new GatewayException(
                        ErrorCode.INTERNAL, "Listing server '" + server.name() + "' failed: " + cause, cause);
    }
}
