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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which workload serves a call. Under {@link Isolation#CALL} each lease gets one that has never been used, a standby
 * if there is one, and that is ended afterwards, behind the caller's back; otherwise workloads are kept under a key that
 * holds everything by which two callers must not share.
 *
 * <p>Thread-safe. Each part owns its state: {@link Residents} all workloads and their places, {@link KeptWorkloads} those
 * that outlive a call, {@link Standbys} those that wait for one, {@link Turns} who may have a workload for a call now,
 * {@link Starter} which servers fail to start.
 */
public final class Pool implements AutoCloseable {
    /** The call goes first: the start of its standby's successor would take processor time from it. */
    private static final Duration AFTER_THE_CALL = Duration.ofMillis(20);

    private static final int TICKS_BETWEEN_NOTES = 5;

    private final Connector connector;
    private final EventSink events;
    private final Limits limits;
    private final Unaddressed unaddressed;
    private final Residents residents;
    private final Starter starter;
    private final KeptWorkloads kept;
    private final Standbys standbys;
    private final Turns turns;
    private final Keeper keeper = new Keeper();
    private final AtomicInteger ticks = new AtomicInteger();

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

    /**
     * A pool.
     *
     * @param limits how many workloads may live, and after which time an unused one ends
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
        this.events = events;
        this.limits = limits;
        this.unaddressed = unaddressed;
        this.residents = new Residents(limits);
        this.starter = new Starter(connector, clock, residents);
        this.kept = new KeptWorkloads(starter, this::make, clock, events, limits, profiles);
        this.standbys = new Standbys(starter, residents, this::make, clock, events, limits, profiles);
        this.turns = new Turns(TurnBounds.ofCalls(limits), limits.queueWait(), "use");
    }

    private Resident make(ServerDefinition server, CapabilityProfile profile, @Nullable PoolKey key, String session) {
        return new Resident(server, profile, key, session, keeper, events);
    }

    /** Leases a workload for the gateway itself. */
    public CompletionStage<Lease> lease(ServerDefinition server, CapabilityProfile profile, String session) {
        return lease(server, profile, session, Waiting.GATEWAY);
    }

    /** Leases a workload for a call; {@code who} hears if it has to wait for one. */
    public CompletionStage<Lease> lease(
            ServerDefinition server, CapabilityProfile profile, String session, Waiting who) {
        CompletionStage<Lease> lease = switch (server.isolation()) {
            case CALL -> forOneCall(server, profile, session, who);
            case SESSION -> kept.lease(server, profile, session, who);
            case SHARED -> kept.lease(server, profile, "", who);
        };
        return lease.exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(server.name(), failure)));
    }

    /** A runtime that fails says what it was about, an image or an engine; who calls a tool wants to know which server. */
    private static Throwable named(String server, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String message = cause == null ? null : cause.getMessage();
        return cause != null
                        && cause.getClass() == GatewayException.class
                        && message != null
                        && !message.contains("'" + server + "'")
                ? new GatewayException(((GatewayException) cause).code(), "Server '" + server + "': " + message, cause)
                : failure;
    }

    /** Leases a workload to learn what the server offers: the shared one, or one that nobody else will use. */
    public CompletionStage<Lease> leaseForListing(ServerDefinition server, CapabilityProfile profile) {
        return server.isolation() == Isolation.SHARED
                ? kept.lease(server, profile, "", Waiting.GATEWAY)
                : fresh(server, profile, "", Waiting.GATEWAY);
    }

    private CompletionStage<Lease> fresh(
            ServerDefinition server, CapabilityProfile profile, String session, Waiting who) {
        Resident resident = make(server, profile, null, session);
        return starter.start(resident, who).thenApply(upstream -> leaseOf(resident, upstream));
    }

    private static Lease leaseOf(Resident resident, Upstream upstream) {
        resident.users().set(1);
        return new Lease(upstream, resident::end, resident::settle);
    }

    private CompletionStage<Lease> forOneCall(
            ServerDefinition server, CapabilityProfile profile, String session, Waiting who) {
        return turns.take(server.name(), who).thenCompose(turn -> {
            CompletionStage<Lease> lease;
            try {
                lease = unused(server, profile, session, who, turn);
            } catch (RuntimeException e) {
                lease = CompletableFuture.failedFuture(e);
            }
            return lease.whenComplete((leased, failure) -> {
                if (failure != null) {
                    turn.release();
                } else {
                    connector.later(AFTER_THE_CALL, () -> standbys.replenish(server.name()));
                }
            });
        });
    }

    private CompletionStage<Lease> unused(
            ServerDefinition server, CapabilityProfile profile, String session, Waiting who, Turn turn) {
        Standbys.Taken standby = standbys.take(server, profile, session);
        if (standby == null) {
            return cold(server, profile, session, who, turn);
        }
        return standby.ready()
                .thenCompose(upstream -> upstream.isOpen()
                        ? CompletableFuture.completedFuture(onTurn(standby.resident(), upstream, turn))
                        : CompletableFuture.<Lease>failedFuture(new GatewayException(
                                ErrorCode.SERVER_UNAVAILABLE, "Server '" + server.name() + "' has just ended")))
                .exceptionallyCompose(failure -> cold(server, profile, session, who, turn));
    }

    private CompletionStage<Lease> cold(
            ServerDefinition server, CapabilityProfile profile, String session, Waiting who, Turn turn) {
        Resident resident = make(server, profile, null, session);
        return starter.start(resident, who).thenApply(upstream -> onTurn(resident, upstream, turn));
    }

    private static Lease onTurn(Resident resident, Upstream upstream, Turn turn) {
        resident.owns(turn);
        return leaseOf(resident, upstream);
    }

    /** Tells the workloads of a client session something that its client told; those that are starting, when they have. */
    public void notify(String session, String method, @Nullable JsonText params) {
        kept.notify(session, method, params);
    }

    /** Ends the workloads of a client session. */
    public void sessionEnded(String session) {
        kept.sessionEnded(session);
    }

    /**
     * Ends what the clients of a profile shared that are long gone, unless one has come back meanwhile; calls in flight finish
     * first. What is a session's own ends with the session.
     */
    public void forget(CapabilityProfile profile) {
        kept.forget(profile);
        standbys.forget(profile);
    }

    /**
     * Ends what is kept for definitions that are not current any more; calls in flight finish first, within the time that a
     * call may take.
     */
    public void keepOnly(Set<String> digests) {
        Set<String> current = Set.copyOf(digests);
        starter.keepOnly(current);
        kept.keepOnly(current);
        standbys.keepOnly(current);
    }

    /**
     * Ends the workloads of a server: those that nobody uses at once, the others when the calls in flight are over, at the
     * latest after {@link Limits#drain}. The next call starts a new one.
     *
     * @return how many there were
     */
    public int stop(String server) {
        AtomicInteger count = new AtomicInteger();
        residents.forEach(resident -> {
            if (resident.server().name().equals(server)) {
                count.incrementAndGet();
                resident.mayStay(limits.drain().toNanos());
            }
        });
        standbys.stop(server);
        kept.stop(server, limits.drain());
        return count.get();
    }

    /**
     * The same as {@link #stop}; and what has been wrong with the server is forgotten, so that the next call starts it at
     * once whatever happened before.
     *
     * @return how many workloads there were
     */
    public int restart(String server) {
        int count = stop(server);
        starter.forgive(server);
        return count;
    }

    /**
     * Fails overdue calls, ends idle workloads, sees to standbys and tells who waits how long that will take; called about
     * once a second.
     */
    public void sweep() {
        residents.forEach(resident -> {
            Upstream upstream = resident.upstream();
            if (upstream != null) {
                upstream.failOverdue();
            }
            if (resident.isOverdue()) {
                resident.end(new GatewayException(
                        ErrorCode.SERVER_UNAVAILABLE,
                        "Server '" + resident.server().name()
                                + "' was ended by the gateway: it was stopped, or its configuration has changed, and what"
                                + " was in flight took too long"));
            }
        });
        kept.sweep();
        standbys.sweep();
        if (ticks.incrementAndGet() % TICKS_BETWEEN_NOTES == 0) {
            turns.tell();
            starter.tell();
        }
    }

    /** How many workloads live. */
    public int size() {
        return residents.living();
    }

    /** How many standbys there are, those included that are starting. */
    int standbys() {
        return standbys.size();
    }

    @Override
    public void close() {
        starter.close();
        standbys.close();
        kept.close();
        residents.forEach(Resident::end); // what is still starting ends when it lives
    }

    /** Hears of all workloads. */
    private final class Keeper implements Resident.Keeper {
        @Override
        public void listChanged(PoolKey key, Resident resident, Upstream upstream) {
            unaddressed.listChanged(resident.server(), resident.profile(), key.session(), upstream);
        }

        @Override
        public void notification(PoolKey key, String method, @Nullable JsonText params) {
            unaddressed.notification(key.session(), method, params);
        }

        @Override
        public void resourceUpdated(Upstream upstream, JsonText params) {
            unaddressed.resourceUpdated(upstream, params);
        }

        @Override
        public boolean asked(PoolKey key, Question question) {
            return unaddressed.asked(key.session(), question);
        }

        @Override
        public void ended(Resident resident, GatewayException cause) {
            residents.left(resident);
            PoolKey key = resident.key();
            if (key != null) {
                kept.ended(resident, key, cause);
            } else if (resident.isStandby()) {
                standbys.ended(resident, cause);
            }
        }
    }
}
