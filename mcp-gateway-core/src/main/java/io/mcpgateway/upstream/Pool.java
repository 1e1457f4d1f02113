package io.mcpgateway.upstream;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.EventSink;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which workload serves a call. Under {@link Isolation#CALL} each lease gets a fresh one that is ended afterwards;
 * otherwise workloads are kept under a key that holds everything by which two callers must not share: server, digest,
 * capability profile and, for {@link Isolation#SESSION}, the session.
 *
 * <p>Thread-safe. The maps own all state; a kept entry is removed by whoever sees it die.
 */
public final class Pool implements AutoCloseable {
    private final Connector connector;
    private final Clock clock;
    private final EventSink events;
    private final Duration idle;
    private final Limits limits;
    private final Shares places;
    private final Predicate<CapabilityProfile> profiles;
    private final Unaddressed unaddressed;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
    /** Every workload that lives, and the session whose share of the places it takes. */
    private final Map<Upstream, String> live = new ConcurrentHashMap<>();

    private final Map<String, BackOff> backOffs = new ConcurrentHashMap<>();
    private volatile @Nullable Set<String> current;
    private volatile boolean closed;

    /** Hears what kept workloads say outside any call. Called on the thread that reads from them; does not block. */
    public interface Unaddressed {
        /** A server that lives already has changed a list. */
        void listChanged(ServerDefinition server, CapabilityProfile profile, String session, Upstream upstream);

        /**
         * A notification that belongs to no request, such as a log message; {@code session} is the only one that the
         * workload serves, empty if it serves several.
         */
        void notification(String session, String method, @Nullable JsonText params);

        /** A resource has changed. */
        void resourceUpdated(Upstream upstream, JsonText params);

        /** A server asks outside any request; false if the session's client cannot be asked. */
        boolean asked(String session, Question question);
    }

    // Equality is written out: what a record would bring is spun anew at each start, which takes 5 ms.
    private record Key(String server, String digest, CapabilityProfile profile, String session) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && server.equals(that.server)
                    && digest.equals(that.digest)
                    && profile.equals(that.profile)
                    && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * server.hashCode() + digest.hashCode()) + profile.hashCode()) + session.hashCode();
        }
    }

    private static final class Kept {
        private final CompletableFuture<Upstream> upstream = new CompletableFuture<>();
        private final Backlog untold = new Backlog();
        private final AtomicInteger users = new AtomicInteger();
        private volatile long lastUsed = System.nanoTime();
        private volatile boolean retired;
    }

    /**
     * A pool.
     *
     * @param limits how many workloads may live, and after which time a session's unused one ends
     * @param profiles whether a profile is known, as it is now: a shared workload for any other one is not kept
     */
    public Pool(
            Connector connector,
            Clock clock,
            EventSink events,
            Limits limits,
            Predicate<CapabilityProfile> profiles,
            Unaddressed unaddressed) {
        this.connector = connector;
        this.clock = clock;
        this.events = events;
        this.idle = limits.sessionIdle();
        this.limits = limits;
        this.places = new Shares(limits.workloads(), limits.workloadsPerSession());
        this.profiles = profiles;
        this.unaddressed = unaddressed;
    }

    /** Leases a workload for a call. */
    public CompletionStage<Lease> lease(ServerDefinition server, CapabilityProfile profile, String session) {
        return switch (server.isolation()) {
            case CALL -> fresh(server, profile, session);
            case SESSION -> keep(server, profile, session);
            case SHARED -> keep(server, profile, "");
        };
    }

    /** Leases a workload to learn what the server offers: the shared one, or one that nobody else will use. */
    public CompletionStage<Lease> leaseForListing(ServerDefinition server, CapabilityProfile profile) {
        return server.isolation() == Isolation.SHARED ? keep(server, profile, "") : fresh(server, profile, "");
    }

    private CompletionStage<Lease> fresh(ServerDefinition server, CapabilityProfile profile, String session) {
        return connect(server, profile, session, new Hears(server, profile, null))
                .thenApply(upstream -> new Lease(upstream, upstream::close));
    }

    private CompletionStage<Lease> keep(ServerDefinition server, CapabilityProfile profile, String session) {
        Key key = new Key(server.name(), server.digest(), profile, session);
        Kept mine = new Kept();
        Kept entry = kept.computeIfAbsent(key, absent -> mine);
        entry.users.incrementAndGet();
        if (entry != mine && entry.retired) {
            // It was retired between the look-up and the count; it is not in the map any more.
            leave(entry);
            return keep(server, profile, session);
        }
        if (entry == mine) {
            if (!isCurrent(server.digest()) || isForgotten(key)) {
                retire(key, mine); // nobody else would; it serves this one call
            }
            connect(server, profile, session, new Hears(server, profile, key)).whenComplete((upstream, failure) -> {
                if (failure != null) {
                    kept.remove(key, mine);
                    mine.upstream.completeExceptionally(failure);
                    return;
                }
                mine.untold.tell(upstream);
                upstream.listening().toLists(); // before anybody lists it
                mine.upstream.complete(upstream);
                if (!upstream.isOpen() || closed) {
                    kept.remove(key, mine);
                    upstream.close();
                }
            });
        }
        return entry.upstream.thenApply(upstream -> new Lease(upstream, () -> leave(entry)));
    }

    /** One user less. The last one of a retired entry ends it. */
    private static void leave(Kept entry) {
        entry.lastUsed = System.nanoTime();
        if (entry.users.decrementAndGet() == 0 && entry.retired) {
            entry.upstream.thenAccept(Upstream::close);
        }
    }

    private boolean isCurrent(String digest) {
        Set<String> digests = current;
        return digests == null || digests.contains(digest);
    }

    /** Whether it was shared by the clients of a profile that are long gone. */
    private boolean isForgotten(Key key) {
        return key.session.isEmpty() && !profiles.test(key.profile);
    }

    private CompletionStage<Upstream> connect(
            ServerDefinition server, CapabilityProfile profile, String session, Upstream.Events hears) {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "The gateway is closed"));
        }
        BackOff backOff = backOffs.computeIfAbsent(server.name() + '\n' + server.digest(), k -> new BackOff(clock));
        GatewayException refusal = backOff.refusal();
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        int attempt = backOff.attempt();
        AtomicBoolean hasPlace = new AtomicBoolean();
        return connector
                .connect(server, profile, hears, () -> {
                    takePlace(server, session);
                    hasPlace.set(true);
                })
                .whenComplete((upstream, failure) -> {
                    if (failure == null) {
                        backOff.succeeded();
                        born(upstream, session);
                    } else if (hasPlace.get()) { // else it was not even tried
                        places.leave(session);
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        if (cause instanceof GatewayException known) {
                            backOff.failed(attempt, known);
                        }
                    }
                });
    }

    private void takePlace(ServerDefinition server, String session) {
        if (!places.enter(session)) {
            throw new GatewayException(
                    ErrorCode.LIMIT,
                    "Cannot start server '" + server.name() + "': too many workloads live; the limit is "
                            + limits.workloadsPerSession() + " for one session and " + limits.workloads()
                            + " in all");
        }
    }

    private void born(Upstream upstream, String session) {
        live.put(upstream, session);
        if (closed) {
            upstream.close();
        }
        if (!upstream.isOpen()) {
            died(upstream); // before it was in the map
        }
    }

    /** Gives its place back, once. */
    private void died(Upstream upstream) {
        String session = live.remove(upstream);
        if (session != null) {
            places.leave(session);
        }
    }

    /** Tells the workloads of a client session something that its client told; those that are starting, when they have. */
    public void notify(String session, String method, @Nullable JsonText params) {
        kept.forEach((key, entry) -> {
            if (!session.isEmpty() && key.session.equals(session)) {
                tell(key, entry, method, params);
            }
        });
    }

    private void tell(Key key, Kept entry, String method, @Nullable JsonText params) {
        switch (entry.untold.add(method, params)) {
            case KEPT -> {}
            case OVER -> entry.upstream.thenAccept(upstream -> upstream.notify(method, params));
            case FULL ->
                events.event(
                        EventSink.Level.DEBUG,
                        "A client's notifications came faster than its server starts; some are left out",
                        Map.of("server", key.server));
        }
    }

    /** Ends the workloads of a client session. */
    public void sessionEnded(String session) {
        if (!session.isEmpty()) {
            kept.forEach((key, entry) -> {
                if (key.session.equals(session)) {
                    retire(key, entry);
                } else if (key.session.isEmpty()
                        && entry.upstream.isDone()
                        && !entry.upstream.isCompletedExceptionally()) {
                    entry.upstream.join().sessionEnded(session);
                }
            });
        }
    }

    /**
     * Ends what the clients of a profile shared that are long gone, unless one has come back meanwhile; calls in flight finish
     * first. What is a session's own ends with the session.
     */
    public void forget(CapabilityProfile profile) {
        kept.forEach((key, entry) -> {
            if (key.profile.equals(profile) && isForgotten(key)) {
                retire(key, entry);
            }
        });
    }

    /** Ends what is kept for definitions that are not current any more; calls in flight finish first. */
    public void keepOnly(Set<String> digests) {
        current = Set.copyOf(digests);
        connector.keepOnly(current);
        kept.forEach((key, entry) -> {
            if (!digests.contains(key.digest)) {
                retire(key, entry);
            }
        });
        backOffs.keySet().removeIf(key -> !digests.contains(key.substring(key.indexOf('\n') + 1)));
    }

    /** Forgets that a server has failed to start. */
    public void forgetFailures(String server) {
        backOffs.keySet().removeIf(key -> key.startsWith(server + '\n'));
    }

    private void retire(Key key, Kept entry) {
        entry.retired = true;
        kept.remove(key, entry);
        if (entry.users.get() == 0) {
            entry.upstream.thenAccept(Upstream::close);
        }
    }

    /** Fails overdue calls and ends idle workloads; called about once a second. */
    public void sweep() {
        live.keySet().forEach(Upstream::failOverdue);
        long now = System.nanoTime();
        kept.forEach((key, entry) -> {
            if (entry.users.get() == 0 && now - entry.lastUsed > idle.toNanos() && !key.session.isEmpty()) {
                retire(key, entry);
            }
        });
    }

    /** How many workloads live. */
    public int size() {
        return live.size();
    }

    @Override
    public void close() {
        closed = true;
        kept.clear();
        live.keySet().forEach(Upstream::close); // what is still starting is closed when it lives
    }

    /** Hears of one workload. */
    private final class Hears implements Upstream.Events {
        private final ServerDefinition server;
        private final CapabilityProfile profile;
        private final @Nullable Key key;

        Hears(ServerDefinition server, CapabilityProfile profile, @Nullable Key key) {
            this.server = server;
            this.profile = profile;
            this.key = key;
        }

        @Override
        public void listChanged(Upstream upstream, String method) {
            // A workload that serves one call is gone before a new listing could matter.
            if (key != null) {
                unaddressed.listChanged(server, profile, key.session, upstream);
            }
        }

        @Override
        public void notification(String method, @Nullable JsonText params) {
            if (key != null) {
                unaddressed.notification(key.session, method, params);
            }
        }

        @Override
        public void resourceUpdated(Upstream upstream, JsonText params) {
            unaddressed.resourceUpdated(upstream, params);
        }

        @Override
        public boolean asked(Question question) {
            return key != null && !key.session.isEmpty() && unaddressed.asked(key.session, question);
        }

        @Override
        public void noise(String what) {
            events.event(EventSink.Level.DEBUG, what, Map.of("server", server.name()));
        }

        @Override
        public void closed(Upstream upstream, GatewayException cause) {
            died(upstream);
            if (key != null) {
                kept.computeIfPresent(
                        key,
                        (k, entry) -> entry.upstream.isDone()
                                        && !entry.upstream.isCompletedExceptionally()
                                        && entry.upstream.getNow(upstream) == upstream
                                ? null
                                : entry);
            }
        }
    }
}
