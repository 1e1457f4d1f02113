package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The workloads that outlive a call, under {@link Isolation#SESSION} and {@link Isolation#SHARED}: one for each
 * {@link PoolKey}, started with its first use and ended when it has not been used for long. One that dies soon after its
 * start, again and again, is started ever more rarely. Thread-safe; the maps own the state, and a kept entry is removed by
 * whoever sees it die.
 */
final class KeptWorkloads {
    /** What lives so long has started well, whatever it dies of. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final Starter starter;
    private final Resident.Maker maker;
    private final Clock clock;
    private final EventSink events;
    private final Limits limits;
    private final Predicate<CapabilityProfile> profiles;
    private final Map<PoolKey, Kept> kept = new ConcurrentHashMap<>();
    /** Of those that have died young. */
    private final Map<PoolKey, BackOff> crashes = new ConcurrentHashMap<>();
    /**
     * Those that have ended and whose lists may be others when they are back: shared ones, and those of a session that has
     * been shown lists of its own.
     */
    private final Set<PoolKey> former = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Set<String> current;
    private volatile boolean closed;

    private static final class Kept {
        private final PoolKey key;
        private final Resident resident;
        private final CompletableFuture<Upstream> upstream = new CompletableFuture<>();
        private final Backlog untold = new Backlog();
        private volatile boolean retired;
        private volatile int attempt;

        Kept(PoolKey key, Resident resident) {
            this.key = key;
            this.resident = resident;
        }
    }

    KeptWorkloads(
            Starter starter,
            Resident.Maker maker,
            Clock clock,
            EventSink events,
            Limits limits,
            Predicate<CapabilityProfile> profiles) {
        this.starter = starter;
        this.maker = maker;
        this.clock = clock;
        this.events = events;
        this.limits = limits;
        this.profiles = profiles;
    }

    /** Leases the one of this key; {@code session} is empty for one that all share. */
    CompletionStage<Lease> lease(ServerDefinition server, CapabilityProfile profile, String session, Waiting who) {
        PoolKey key = PoolKey.of(server, profile, session);
        Kept mine = null;
        Kept entry = kept.get(key); // computeIfAbsent may lock, even where there is one
        if (entry == null) {
            mine = new Kept(key, maker.make(server, profile, key, session));
            Kept other = kept.putIfAbsent(key, mine);
            entry = other == null ? mine : other;
        }
        entry.resident.users().incrementAndGet();
        if (entry == mine) {
            start(entry, who);
        } else if (entry.retired) {
            // It was retired between the look-up and the count. Whoever does so may not have taken it out of the map
            // yet.
            kept.remove(key, entry);
            leave(entry);
            return lease(server, profile, session, who);
        }
        Kept leased = entry;
        return entry.upstream.thenApply(upstream -> new Lease(upstream, () -> leave(leased), () -> {}));
    }

    private void start(Kept entry, Waiting who) {
        if (!isCurrent(entry.key.digest()) || isForgotten(entry.key)) {
            retire(entry, longest()); // nobody else would; it serves this one call
        }
        BackOff crash = crashes.get(entry.key);
        if (crash != null) {
            try {
                entry.attempt = crash.begin();
            } catch (GatewayException refusal) {
                failed(entry, refusal);
                return;
            }
        }
        starter.start(entry.resident, new Everybody(who)).whenComplete((upstream, failure) -> {
            if (failure != null) {
                notCrashed(entry);
                failed(entry, failure);
            } else {
                started(entry, upstream);
            }
        });
    }

    /** Others may have joined the first one, so that the start goes on even if that has given up. */
    private record Everybody(Waiting first) implements Waiting {
        @Override
        public String client() {
            return first.client();
        }

        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public void queued(int before) {
            first.queued(before);
        }
    }

    private void failed(Kept entry, Throwable failure) {
        kept.remove(entry.key, entry);
        entry.upstream.completeExceptionally(failure);
    }

    private void started(Kept entry, Upstream upstream) {
        entry.untold.tell(upstream);
        upstream.listening().toLists(); // before anybody lists it
        entry.upstream.complete(upstream);
        if (!upstream.isOpen() || closed) {
            kept.remove(entry.key, entry);
            entry.resident.end();
        } else if (former.remove(entry.key)) {
            entry.resident.listChanged(upstream, "");
        }
    }

    private void notCrashed(Kept entry) {
        BackOff crash = crashes.get(entry.key);
        if (crash != null) {
            crash.dropped(entry.attempt);
        }
    }

    /** So long a call may take that began before. */
    private Duration longest() {
        return limits.call().plus(limits.parked());
    }

    /** One user less. The last one of a retired entry ends it. */
    private static void leave(Kept entry) {
        entry.resident.used();
        if (entry.resident.users().decrementAndGet() == 0 && entry.retired) {
            entry.upstream.thenAccept(upstream -> entry.resident.end());
        }
    }

    private boolean isCurrent(String digest) {
        Set<String> digests = current;
        return digests == null || digests.contains(digest);
    }

    /** Whether it was shared by the clients of a profile that are long gone. */
    private boolean isForgotten(PoolKey key) {
        return key.session().isEmpty() && !profiles.test(key.profile());
    }

    /** One of these is over; {@code cause} is what it ended of if it was not told to. */
    void ended(Resident resident, PoolKey key, GatewayException cause) {
        Kept entry = kept.get(key);
        if (entry == null || entry.resident != resident) {
            return; // it was retired before
        }
        kept.remove(key, entry);
        remember(entry);
        if (resident.isEndedByUs()) {
            notCrashed(entry);
        } else if (resident.nanosServing() < STABLE.toNanos()) {
            crashes.computeIfAbsent(key, absent -> new BackOff(clock)).failed(entry.attempt, cause);
        } else {
            crashes.remove(key);
        }
    }

    private void remember(Kept entry) {
        if (entry.key.session().isEmpty() || entry.resident.hasChangedLists()) {
            former.add(entry.key);
        }
    }

    /** Tells the workloads of a client session something that its client told; those that are starting, when they have. */
    void notify(String session, String method, @Nullable JsonText params) {
        kept.values().forEach(entry -> {
            if (!session.isEmpty() && entry.key.session().equals(session)) {
                tell(entry, method, params);
            }
        });
    }

    private void tell(Kept entry, String method, @Nullable JsonText params) {
        switch (entry.untold.add(method, params)) {
            case KEPT -> {}
            case OVER -> entry.upstream.thenAccept(upstream -> upstream.notify(method, params));
            case FULL ->
                events.event(
                        EventSink.Level.DEBUG,
                        "A client's notifications came faster than its server starts; some are left out",
                        Map.of("server", entry.key.server()));
        }
    }

    /** Ends those of a client session. */
    void sessionEnded(String session) {
        if (session.isEmpty()) {
            return;
        }
        kept.values().forEach(entry -> {
            if (entry.key.session().equals(session)) {
                retire(entry, longest());
            } else if (entry.key.session().isEmpty()
                    && entry.upstream.isDone()
                    && !entry.upstream.isCompletedExceptionally()) {
                entry.upstream.join().sessionEnded(session);
            }
        });
        crashes.keySet().removeIf(key -> key.session().equals(session));
        former.removeIf(key -> key.session().equals(session));
    }

    /** Ends what the clients of a profile shared that are long gone, unless one has come back meanwhile. */
    void forget(CapabilityProfile profile) {
        kept.values().forEach(entry -> {
            if (entry.key.profile().equals(profile) && isForgotten(entry.key)) {
                retire(entry, longest());
            }
        });
        crashes.keySet().removeIf(key -> key.profile().equals(profile) && isForgotten(key));
        former.removeIf(key -> key.profile().equals(profile) && isForgotten(key));
    }

    /** Ends what is kept for definitions that are not current any more. */
    void keepOnly(Set<String> digests) {
        current = Set.copyOf(digests);
        kept.values().forEach(entry -> {
            if (!digests.contains(entry.key.digest())) {
                retire(entry, longest());
            }
        });
        crashes.keySet().removeIf(key -> !digests.contains(key.digest()));
        former.removeIf(key -> !digests.contains(key.digest()));
    }

    /** Ends those of a server; the next call starts another one, whatever became of the last. */
    void stop(String server, Duration patience) {
        kept.values().forEach(entry -> {
            if (entry.key.server().equals(server)) {
                retire(entry, patience);
            }
        });
        crashes.keySet().removeIf(key -> key.server().equals(server));
    }

    /** From now on nobody new gets it. Who uses it may go on for a while; then it ends. */
    private void retire(Kept entry, Duration patience) {
        entry.retired = true;
        kept.remove(entry.key, entry);
        remember(entry);
        if (entry.resident.upstream() != null && entry.resident.nanosServing() >= STABLE.toNanos()) {
            crashes.remove(entry.key);
        } else {
            notCrashed(entry); // its end is not seen as that of a kept one any more
        }
        entry.resident.mayStay(patience.toNanos());
        if (entry.resident.users().get() == 0) {
            entry.upstream.thenAccept(upstream -> entry.resident.end());
        }
    }

    /** Ends what has not been used for long. A server in this JVM costs nothing, and a remote one is none of ours. */
    void sweep() {
        long now = System.nanoTime();
        long idle = limits.sessionIdle().toNanos();
        kept.values().forEach(entry -> {
            boolean mayEnd =
                    !entry.key.session().isEmpty() || entry.resident.server().plan() instanceof LaunchPlan.Run;
            if (mayEnd && entry.resident.users().get() == 0 && entry.resident.nanosUnused(now) > idle) {
                retire(entry, longest());
            }
        });
    }

    void close() {
        closed = true;
        kept.clear();
    }
}
