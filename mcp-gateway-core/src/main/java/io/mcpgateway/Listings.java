package io.mcpgateway;

import io.mcpgateway.listing.ListingCache;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.threads.Shared;
import io.mcpgateway.upstream.Lister;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Listed;
import io.mcpgateway.view.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Keeps the views up to date: takes what is known from the cache, lists servers in the background, tries again those that
 * failed, ever more rarely, and lists anew on a workload that says that its lists have changed. Thread-safe.
 */
final class Listings {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofMillis(100);
    /** What is known from the disk is looked at again when clients have had their answers. */
    private static final Duration REFRESH = Duration.ofSeconds(2);

    private static final Duration ANY_AGE = Duration.ofDays(3650);

    /** Until then a tag is believed to name the same image, where nobody looks in the background. */
    private static final Duration FRESH = Duration.ofHours(1);

    private final Pool pool;
    private final Views views;
    private final ScheduledExecutorService scheduler;
    private final EventSink events;
    private final ListingCache cache;
    private final Executor blocking;
    private final UnaryOperator<String> imageIds;
    private final boolean refresh;
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final Set<Upstream> relisting = ConcurrentHashMap.newKeySet();
    private volatile Set<String> current = Set.of();

    /**
     * Listings.
     *
     * @param blocking runs what waits for the disk
     * @param imageIds the content id of an image that is present, by its reference; empty if that is not known. May block
     * @param refresh whether a server whose image may have changed is listed again though a listing of it is known
     */
    Listings(
            Pool pool,
            Views views,
            ListingCache cache,
            ScheduledExecutorService scheduler,
            Executor blocking,
            EventSink events,
            UnaryOperator<String> imageIds,
            boolean refresh) {
        this.pool = pool;
        this.views = views;
        this.cache = cache;
        this.scheduler = scheduler;
        this.blocking = blocking;
        this.events = events;
        this.imageIds = imageIds;
        this.refresh = refresh;
    }

    /** These definitions are the current ones; a failed listing of any other is not tried again. */
    void keepOnly(Set<String> digests) {
        current = Set.copyOf(digests);
        attempts.keySet().retainAll(digests);
    }

    /**
     * Lists servers unless that has been done. Looks into the cache first, on the caller's thread, and so may block; what is
     * found there is known when this returns.
     */
    void list(List<ServerDefinition> servers, CapabilityProfile profile) {
        List<ServerDefinition> wanted = servers.stream()
                .filter(server -> server.canStart() && views.listing(server, profile))
                .toList();
        List<Optional<ListingCache.Kept>> found = new ArrayList<>(Collections.nCopies(wanted.size(), Optional.empty()));
        Shared.each(
                wanted.size(),
                blocking,
                i -> found.set(i, cache.find(wanted.get(i), profile, refresh ? ANY_AGE : FRESH)));
        List<ServerDefinition> unknown = new ArrayList<>();
        List<Listed> known = new ArrayList<>();
        List<Tagged> tagged = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            ServerDefinition server = wanted.get(i);
            Optional<ListingCache.Kept> kept = found.get(i);
            if (kept.isEmpty()) {
                unknown.add(server);
                continue;
            }
            known.add(new Listed(server, kept.get().offer()));
            if (refresh && !ListingCache.isFixed(server)) {
                tagged.add(new Tagged(server, kept.get().image()));
            }
        }
        if (!known.isEmpty()) {
            views.offered(known, profile);
            known.forEach(each -> tell("Server was listed before", each.server(), each.offer()));
        }
        unknown.forEach(server -> start(server, profile, false));
        if (!tagged.isEmpty()) {
            later(REFRESH, () -> refresh(tagged, profile));
        }
    }

    /** A server that was listed when its tag named this image. */
    private record Tagged(ServerDefinition server, String image) {}

    /** Lists those anew whose tags name another image than they did then. Waits for the engine. */
    private void refresh(List<Tagged> tagged, CapabilityProfile profile) {
        Map<String, String> now = new HashMap<>();
        tagged.forEach(each -> {
            ServerDefinition server = each.server();
            String image = each.image();
            String present = now.computeIfAbsent(server.image(), imageIds);
            if (!image.isEmpty() && image.equals(present)) {
                cache.confirm(server, profile);
            } else if (current.contains(server.digest())) {
                start(server, profile, true);
            }
        });
    }

    /** Lists a server though it has been listed, which starts it if need be. What was known counts until that is done. */
    void listAnew(ServerDefinition server, CapabilityProfile profile) {
        if (!server.canStart()) {
            return;
        }
        attempts.remove(server.digest());
        views.listing(server, profile); // of one that has failed it is not known any more
        start(server, profile, false);
    }

    /**
     * Starts a server to list it.
     *
     * @param again whether what is known of it counts until that has succeeded
     */
    private void start(ServerDefinition server, CapabilityProfile profile, boolean again) {
        Lister.list(pool, server, profile).whenComplete((offer, failure) -> {
            if (failure == null) {
                attempts.remove(server.digest());
                keep(server, profile, offer);
                views.offered(server, profile, offer);
                tell("Server listed", server, offer);
                return;
            }
            GatewayException cause = cause(server, failure);
            if (again && views.knowsOffer(server, profile)) {
                events.event(
                        EventSink.Level.WARN,
                        "Server cannot be listed again; what was known of it still counts",
                        Map.of("server", server.name(), "cause", String.valueOf(cause.getMessage())));
                retryLater(server, () -> {
                    if (views.knowsOffer(server, profile)) {
                        start(server, profile, true);
                    }
                });
                return;
            }
            if (!views.failed(server, profile, cause)) {
                return; // and no retry
            }
            events.event(
                    EventSink.Level.WARN,
                    "Server cannot be listed and is left out",
                    Map.of("server", server.name(), "cause", String.valueOf(cause.getMessage())));
            // which does nothing when the profile was forgotten meanwhile
            retryLater(server, () -> listLater(List.of(server), profile));
        });
    }

    /** Like {@link #list}, for callers that may not block. */
    void listLater(List<ServerDefinition> servers, CapabilityProfile profile) {
        try {
            blocking.execute(() -> list(servers, profile));
        } catch (RejectedExecutionException e) {
            events.event(
                    EventSink.Level.DEBUG,
                    "The gateway is closing; servers are not listed",
                    Map.of("servers", Integer.toString(servers.size())));
        }
    }

    /** Does what waits for others, on a thread that may, after a while. */
    private void later(Duration wait, Runnable task) {
        try {
            scheduler.schedule(() -> blocking.execute(task), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            events.event(EventSink.Level.DEBUG, "The gateway is closing; nothing is looked at again", Map.of());
        }
    }

    private void keep(ServerDefinition server, CapabilityProfile profile, Offer offer) {
        try {
            blocking.execute(() -> cache.keep(
                    server,
                    profile,
                    offer,
                    server.image().isEmpty() || ListingCache.isFixed(server) ? "" : imageIds.apply(server.image())));
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

    private void retryLater(ServerDefinition server, Runnable retry) {
        int attempt = attempts.merge(server.digest(), 1, Integer::sum);
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempt - 1, 10));
        long millis = Math.min(wait.toMillis(), LONGEST_RETRY.toMillis());
        try {
            scheduler.schedule(
                    () -> {
                        if (current.contains(server.digest())) {
                            retry.run();
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
                    // It ended meanwhile, perhaps with its session, and then nobody would forget this.
                    views.forgetOwn(session, server, profile);
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
