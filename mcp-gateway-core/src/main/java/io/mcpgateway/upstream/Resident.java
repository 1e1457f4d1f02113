package io.mcpgateway.upstream;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.EventSink;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One workload of the pool, from the moment that it is given a place until nothing of it is left. It hears what the
 * workload says outside any call. Thread-safe; owns the workload's turn, the count of those who use it, and until when it
 * may go on; its place belongs to {@link Residents}.
 */
final class Resident implements Upstream.Events {
    /** Hears of residents; what is kept under a key says more than what serves one call. Called under no lock. */
    interface Keeper {
        void listChanged(PoolKey key, Resident resident, Upstream upstream);

        void notification(PoolKey key, String method, @Nullable JsonText params);

        void resourceUpdated(Upstream upstream, JsonText params);

        boolean asked(PoolKey key, Question question);

        /** Its conversation is over, and why. */
        void ended(Resident resident, GatewayException cause);
    }

    /** Makes what is about to start. */
    @FunctionalInterface
    interface Maker {
        Resident make(ServerDefinition server, CapabilityProfile profile, @Nullable PoolKey key, String session);
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final ServerDefinition server;
    private final CapabilityProfile profile;
    private final @Nullable PoolKey key;
    private final Keeper keeper;
    private final EventSink events;
    private final long born = System.nanoTime();
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicReference<@Nullable Turn> turn = new AtomicReference<>();
    private volatile @Nullable Upstream upstream;
    private volatile String session;
    private volatile boolean standby;
    private volatile long greeted;
    private volatile boolean changedLists;
    private volatile boolean endedByUs;
    private volatile boolean gone;
    private volatile long lastUsed = System.nanoTime();
    /** Nanoseconds after its birth. */
    private volatile long mayStay = NEVER;

    /**
     * A workload that is about to start.
     *
     * @param key what it is kept under; null if it serves one lease only
     * @param session whose place it takes; empty for nobody's
     */
    Resident(
            ServerDefinition server,
            CapabilityProfile profile,
            @Nullable PoolKey key,
            String session,
            Keeper keeper,
            EventSink events) {
        this.server = server;
        this.profile = profile;
        this.key = key;
        this.session = session;
        this.keeper = keeper;
        this.events = events;
    }

    ServerDefinition server() {
        return server;
    }

    CapabilityProfile profile() {
        return profile;
    }

    @Nullable
    PoolKey key() {
        return key;
    }

    /** Whose place it takes. */
    String session() {
        return session;
    }

    void belongsTo(String other) {
        session = other;
    }

    @Override
    public boolean isStandby() {
        return standby;
    }

    @Override
    public boolean isLeased() {
        return users.get() > 0;
    }

    void standby(boolean value) {
        standby = value;
    }

    /** It has shaken hands. It may have died since: then nobody else says so. */
    void greeted(Upstream connected) {
        greeted = System.nanoTime();
        upstream = connected;
        if (!connected.isOpen()) {
            closed(connected, gone(server));
            gone(connected);
        }
    }

    private static GatewayException gone(ServerDefinition server) {
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE, "Server '" + server.name() + "' ended when it had just started");
    }

    @Nullable
    Upstream upstream() {
        return upstream;
    }

    /** Takes over a turn, which is given back when nothing is left of the workload, or it is {@link #settle}d before. */
    void owns(Turn taken) {
        turn.set(taken);
        if (gone) {
            settle();
        }
    }

    /** It will be used for long and by nobody who waits: its turn is for the next one. */
    void settle() {
        Turn held = turn.getAndSet(null);
        if (held != null) {
            held.release();
        }
    }

    AtomicInteger users() {
        return users;
    }

    void used() {
        lastUsed = System.nanoTime();
    }

    long nanosUnused(long now) {
        return now - lastUsed;
    }

    /** Since it has shaken hands. */
    long nanosServing() {
        return System.nanoTime() - greeted;
    }

    private long nanosOld() {
        return System.nanoTime() - born;
    }

    /** Ends it when this much time has gone by, if it is still there by then. */
    void mayStay(long nanos) {
        mayStay = Math.min(mayStay, nanosOld() + nanos);
    }

    boolean isOverdue() {
        return nanosOld() > mayStay;
    }

    /** The pool ends it. */
    void end() {
        end(null);
    }

    void end(@Nullable GatewayException why) {
        endedByUs = true;
        Upstream current = upstream;
        if (current == null) {
            return;
        }
        if (why == null) {
            current.close();
        } else {
            current.close(why);
        }
    }

    /** Whether the pool has ended it; otherwise it ended by itself. */
    boolean isEndedByUs() {
        return endedByUs;
    }

    @Override
    public void listChanged(Upstream from, String method) {
        // A workload that serves one call is gone before a new listing could matter.
        if (key != null) {
            changedLists = true;
            keeper.listChanged(key, this, from);
        }
    }

    /** Whether its lists are not what they were for whoever listed the server. */
    boolean hasChangedLists() {
        return changedLists;
    }

    @Override
    public void notification(String method, @Nullable JsonText params) {
        if (key != null) {
            keeper.notification(key, method, params);
        }
    }

    @Override
    public void resourceUpdated(Upstream from, JsonText params) {
        keeper.resourceUpdated(from, params);
    }

    @Override
    public boolean asked(Question question) {
        return key != null && !key.session().isEmpty() && keeper.asked(key, question);
    }

    @Override
    public void noise(String what) {
        events.event(EventSink.Level.DEBUG, what, Map.of("server", server.name()));
    }

    @Override
    public void closed(Upstream from, GatewayException cause) {
        if (from == upstream) { // else an attempt to greet it, of which there may be two
            keeper.ended(this, cause);
        }
    }

    @Override
    public void gone(Upstream from) {
        if (from == upstream) {
            gone = true;
            settle();
        }
    }
}
