package io.mcpgateway;

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
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the views up to date: lists servers in the background, tries again those that failed, ever more rarely, and lists
 * anew on a workload that says that its lists have changed. Thread-safe.
 */
final class Listings {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofMillis(100);

    private final Pool pool;
    private final Views views;
    private final ScheduledExecutorService scheduler;
    private final EventSink events;
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final Set<Upstream> relisting = ConcurrentHashMap.newKeySet();
    private volatile Set<String> current = Set.of();

    Listings(Pool pool, Views views, ScheduledExecutorService scheduler, EventSink events) {
        this.pool = pool;
        this.views = views;
        this.scheduler = scheduler;
        this.events = events;
    }

    /** These definitions are the current ones; a failed listing of any other is not tried again. */
    void keepOnly(Set<String> digests) {
        current = Set.copyOf(digests);
        attempts.keySet().retainAll(digests);
    }

    void list(ServerDefinition server, CapabilityProfile profile) {
        if (!server.canStart() || !views.listing(server, profile)) {
            return;
        }
        Lister.list(pool, server, profile).whenComplete((offer, failure) -> {
            if (failure == null) {
                attempts.remove(server.digest());
                views.offered(server, profile, offer);
                tell(server, offer);
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

    private void tell(ServerDefinition server, Offer offer) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("server", server.name());
        facts.put("tools", Integer.toString(offer.tools().size()));
        facts.put("prompts", Integer.toString(offer.prompts().size()));
        facts.put("resources", Integer.toString(offer.resources().size()));
        facts.put("templates", Integer.toString(offer.templates().size()));
        events.event(EventSink.Level.INFO, "Server listed", facts);
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
                            list(server, profile); // which does nothing when the profile was forgotten meanwhile
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
