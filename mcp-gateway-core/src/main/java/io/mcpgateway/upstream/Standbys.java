package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.EventSink;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that are started and greeted before anybody needs them, and that have never been used: each serves one call. A
 * server has them after its first call, for the definition and the capability profile of its last call, and for a while
 * after it. They are bounded in number, for each server and in all, and by the memory that they may use; a server that has
 * not been called for a while makes room for one that has. One that cannot be started, or dies, is started again ever more
 * rarely, and only as long as the last call is not long ago, so that it never spins.
 *
 * <p>Thread-safe; owns the shelves and what they hold, which its monitor guards. Nothing is started or ended under it.
 */
final class Standbys {
    /** So long a standby keeps its place whoever else would like it: calls of many servers in turn must not waste all. */
    private static final Duration KEEPS_ITS_PLACE = Duration.ofMinutes(1);

    private final Starter starter;
    private final Residents residents;
    private final Resident.Maker maker;
    private final Clock clock;
    private final EventSink events;
    private final Limits limits;
    private final Predicate<CapabilityProfile> profiles;
    private final StandbyMemory memory;

    // Guarded by this, as is what is in it.
    private final Map<String, Shelf> shelves = new LinkedHashMap<>();
    private int count;
    private long bytes;
    private boolean closed;
    private @Nullable Set<String> current;

    /** What is wanted for a server, and what there is of it. */
    private static final class Shelf {
        private final ServerDefinition server;
        private final CapabilityProfile profile;
        private final BackOff failures;
        private final List<Standby> standbys = new ArrayList<>();
        private long lastCall = System.nanoTime();

        Shelf(ServerDefinition server, CapabilityProfile profile, BackOff failures) {
            this.server = server;
            this.profile = profile;
            this.failures = failures;
        }

        boolean isFor(ServerDefinition other, CapabilityProfile declared) {
            return server.digest().equals(other.digest()) && profile.equals(declared);
        }
    }

    /** One workload; it is on its shelf until it is taken, dies or is not wanted any more. */
    private static final class Standby implements Waiting {
        private final Shelf shelf;
        private final Resident resident;
        private final long bytes;
        private final CompletableFuture<Upstream> ready = new CompletableFuture<>();
        private boolean begun;
        private volatile boolean unwanted;

        Standby(Shelf shelf, Resident resident, long bytes) {
            this.shelf = shelf;
            this.resident = resident;
            this.bytes = bytes;
        }

        boolean isReady() {
            return ready.isDone()
                    && !ready.isCompletedExceptionally()
                    && ready.join().isOpen();
        }

        boolean isStarting() {
            return begun && !ready.isDone();
        }

        @Override
        public String client() {
            return "";
        }

        @Override
        public boolean isWanted() {
            return !unwanted;
        }

        @Override
        public void queued(int before) {
            // nobody waits for it
        }
    }

    /**
     * A standby that is somebody's from now on.
     *
     * @param resident the workload
     * @param ready when it can be used; fails if it cannot
     */
    record Taken(Resident resident, CompletionStage<Upstream> ready) {}

    Standbys(
            Starter starter,
            Residents residents,
            Resident.Maker maker,
            Clock clock,
            EventSink events,
            Limits limits,
            Predicate<CapabilityProfile> profiles) {
        this.starter = starter;
        this.residents = residents;
        this.maker = maker;
        this.clock = clock;
        this.events = events;
        this.limits = limits;
        this.profiles = profiles;
        this.memory = new StandbyMemory(limits.standbyMemory());
    }

    /**
     * Takes a workload for a call: one that is ready, or else one that is starting; null if there is none for this
     * definition and profile. Those for others end: the last call says what is wanted.
     *
     * @throws GatewayException if the session has its share of workloads already
     */
    @Nullable
    Taken take(ServerDefinition server, CapabilityProfile profile, String session) {
        if (limits.standbyPerServer() == 0 || !(server.plan() instanceof LaunchPlan.Run)) {
            return null;
        }
        List<Standby> outdated = List.of();
        Standby chosen = null;
        synchronized (this) {
            if (!isCurrent(server)) {
                return null; // a late call, which must not end those for the current definition
            }
            Shelf shelf = shelves.get(server.name());
            if (shelf != null && !shelf.isFor(server, profile)) {
                outdated = clear(shelf);
                shelf = null;
            }
            if (shelf == null) {
                shelf = new Shelf(server, profile, new BackOff(clock));
                shelves.put(server.name(), shelf);
            }
            shelf.lastCall = System.nanoTime();
            chosen = first(shelf);
            if (chosen != null) {
                residents.assign(chosen.resident, session);
                remove(chosen);
                chosen.resident.standby(false);
            }
        }
        outdated.forEach(Standbys::end);
        if (chosen == null) {
            return null;
        }
        Standby taken = chosen;
        return new Taken(taken.resident, taken.ready.whenComplete((upstream, failure) -> {
            if (failure == null) {
                taken.shelf.failures.succeeded();
            }
        }));
    }

    private boolean isCurrent(ServerDefinition server) {
        return current == null || current.contains(server.digest());
    }

    private static @Nullable Standby first(Shelf shelf) {
        Standby starting = null;
        for (Standby standby : shelf.standbys) {
            if (standby.isReady()) {
                return standby;
            }
            if (starting == null && standby.isStarting()) {
                starting = standby;
            }
        }
        return starting;
    }

    /** Starts what is missing for a server. */
    void replenish(String server) {
        memory.lookUp();
        Changes changes = new Changes();
        synchronized (this) {
            Shelf shelf = shelves.get(server);
            if (shelf != null) {
                fill(shelf, changes);
            }
        }
        changes.make();
    }

    /** Ends those of servers that have not been called for long, and starts what is missing of others. */
    void sweep() {
        if (size() > 0) {
            memory.lookUp();
        }
        Changes changes = new Changes();
        long now = System.nanoTime();
        synchronized (this) {
            for (Iterator<Shelf> all = shelves.values().iterator(); all.hasNext(); ) {
                Shelf shelf = all.next();
                if (now - shelf.lastCall > limits.standbyIdle().toNanos()) {
                    changes.ends.addAll(clear(shelf));
                    all.remove();
                } else {
                    fill(shelf, changes);
                }
            }
        }
        changes.make();
    }

    /** What is to be done when the monitor is free again. */
    private final class Changes {
        private final List<Standby> starts = new ArrayList<>();
        private final List<Standby> ends = new ArrayList<>();

        void make() {
            ends.forEach(Standbys::end);
            starts.forEach(Standbys.this::start);
        }
    }

    private void fill(Shelf shelf, Changes changes) {
        while (!closed
                && isCurrent(shelf.server)
                && shelf.standbys.size() < limits.standbyPerServer()
                && !shelf.failures.isOpen()
                && profiles.test(shelf.profile)) {
            long needed = StandbyMemory.of(specOf(shelf.server));
            if (!hasRoom(needed) && !makeRoom(needed, shelf, changes)) {
                return;
            }
            Resident resident = maker.make(shelf.server, shelf.profile, null, "");
            resident.standby(true);
            Standby standby = new Standby(shelf, resident, needed);
            shelf.standbys.add(standby);
            count++;
            bytes += needed;
            changes.starts.add(standby);
        }
    }

    private static WorkloadSpec specOf(ServerDefinition server) {
        return ((LaunchPlan.Run) server.plan()).spec();
    }

    private boolean hasRoom(long needed) {
        return count < limits.standbys() && memory.allows(bytes, needed);
    }

    /** Takes places from servers that have not been called for longest. */
    private boolean makeRoom(long needed, Shelf wanting, Changes changes) {
        while (!hasRoom(needed)) {
            Shelf oldest = null;
            for (Shelf shelf : shelves.values()) {
                if (!shelf.standbys.isEmpty() && (oldest == null || shelf.lastCall - oldest.lastCall < 0)) {
                    oldest = shelf;
                }
            }
            if (oldest == null || oldest == wanting || wanting.lastCall - oldest.lastCall < KEEPS_ITS_PLACE.toNanos()) {
                return false;
            }
            Standby given = oldest.standbys.get(0);
            give(given, changes);
        }
        return true;
    }

    private void give(Standby standby, Changes changes) {
        standby.unwanted = true;
        remove(standby);
        changes.ends.add(standby);
    }

    private void start(Standby standby) {
        starter.startInBackground(standby.resident, standby, standby.shelf.failures, () -> begun(standby))
                .whenComplete((upstream, failure) -> {
                    if (failure == null) {
                        if (standby.unwanted) {
                            standby.resident.end();
                        }
                        standby.ready.complete(upstream);
                        return;
                    }
                    if (remove(standby)) {
                        tell("A standby could not be started", standby, failure);
                    }
                    standby.ready.completeExceptionally(failure);
                });
    }

    private synchronized void begun(Standby standby) {
        standby.begun = true;
    }

    private void tell(String what, Standby standby, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        events.event(
                EventSink.Level.DEBUG,
                what,
                Map.of("server", standby.shelf.server.name(), "cause", String.valueOf(cause.getMessage())));
    }

    /** False if it was taken off before. */
    private synchronized boolean remove(Standby standby) {
        if (!standby.shelf.standbys.remove(standby)) {
            return false;
        }
        count--;
        bytes -= standby.bytes;
        return true;
    }

    private List<Standby> clear(Shelf shelf) {
        List<Standby> all = List.copyOf(shelf.standbys);
        for (Standby standby : all) {
            standby.unwanted = true;
            remove(standby);
        }
        return all;
    }

    /** One that is starting ends when it has. */
    private static void end(Standby standby) {
        standby.resident.end();
    }

    /** A workload has ended by itself; if it was one of these, it counts as a failure. */
    void ended(Resident resident, GatewayException cause) {
        Standby dead = null;
        synchronized (this) {
            Shelf shelf = shelves.get(resident.server().name());
            if (shelf != null) {
                for (Standby standby : shelf.standbys) {
                    dead = standby.resident == resident ? standby : dead;
                }
            }
            if (dead == null || !remove(dead)) {
                return;
            }
        }
        dead.shelf.failures.failedLater(cause);
        tell("A standby has ended", dead, cause);
    }

    /** Ends those for definitions that are not current any more. */
    void keepOnly(Set<String> digests) {
        synchronized (this) {
            current = Set.copyOf(digests);
        }
        endIf(shelf -> !digests.contains(shelf.server.digest()));
    }

    /** Ends those for a profile that is not known any more. */
    void forget(CapabilityProfile profile) {
        endIf(shelf -> shelf.profile.equals(profile) && !profiles.test(profile));
    }

    /** Ends those of a server; its next call makes new ones. */
    void stop(String server) {
        endIf(shelf -> shelf.server.name().equals(server));
    }

    private void endIf(Predicate<Shelf> condition) {
        List<Standby> ends = new ArrayList<>();
        synchronized (this) {
            shelves.values().removeIf(shelf -> {
                boolean over = condition.test(shelf);
                if (over) {
                    ends.addAll(clear(shelf));
                }
                return over;
            });
        }
        ends.forEach(Standbys::end);
    }

    /** How many there are, those included that are starting. */
    synchronized int size() {
        return count;
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        endIf(shelf -> true);
    }
}
