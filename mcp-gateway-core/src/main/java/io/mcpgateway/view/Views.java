package io.mcpgateway.view;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows what each server offers to clients of each capability profile, and keeps the views of it. A session whose own
 * workload has announced another list sees that one, and nobody else does.
 *
 * <p>Thread-safe: what was learned is guarded by the monitor, which is never held across I/O or listeners; the views are
 * immutable snapshots that are read without it.
 */
public final class Views {
    private final ViewBuilder builder;
    private final Listener listener;
    private final Predicate<CapabilityProfile> profiles;
    private final Map<Viewer, View> snapshots = new ConcurrentHashMap<>();

    private List<ServerDefinition> servers = List.of();
    private final Map<Slot, Knowledge> known = new HashMap<>();
    private final Map<OwnSlot, Offer> ownOffers = new HashMap<>();
    /** The view that each viewer was shown last. */
    private final Map<Viewer, View> shown = new HashMap<>();

    private final Set<Waiter> waiters = new HashSet<>();

    /** Hears that the bytes of a list have changed. Does not block. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A list has changed.
         *
         * @param profile the profile whose clients see it
         * @param session the only session that sees it; empty if all of that profile do
         * @param lists which of {@code tools}, {@code prompts}, {@code resources}
         */
        void changed(CapabilityProfile profile, String session, Set<String> lists);
    }

    /** What is known of a server: what it offers, or why that is not known. */
    public record Knowledge(Optional<Offer> offer, Optional<GatewayException> failure) {
        static final Knowledge LISTING = new Knowledge(Optional.empty(), Optional.empty());

        /** Whether nothing is being waited for. */
        boolean settled() {
            return offer.isPresent() || failure.isPresent();
        }
    }

    // Equality is written out in the keys that every start needs: what a record would bring is spun anew each time, 5
    // ms each.
    private record Slot(String server, String digest, CapabilityProfile profile) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Slot that
                    && server.equals(that.server)
                    && digest.equals(that.digest)
                    && profile.equals(that.profile);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * server.hashCode() + digest.hashCode()) + profile.hashCode();
        }
    }

    private record OwnSlot(String session, Slot slot) {}

    /** Whose view it is: one session's of a profile, or that of all which see nothing of their own. */
    private record Viewer(CapabilityProfile profile, String session) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Viewer that && profile.equals(that.profile) && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return 31 * profile.hashCode() + session.hashCode();
        }
    }

    private record Change(Viewer viewer, Set<String> lists) {}

    private record Waiter(CapabilityProfile profile, CompletableFuture<Void> done) {}

    /**
     * Views under the given options.
     *
     * @param profiles whether a profile is known, as it is now: what is learned for any other one is dropped. Does not block
     */
    public Views(GatewayOptions options, Predicate<CapabilityProfile> profiles, Listener listener) {
        this.builder = new ViewBuilder(options);
        this.profiles = profiles;
        this.listener = listener;
    }

    /** Takes a new set of enabled servers, in order. What is known of those that have not changed is kept. */
    public void servers(List<ServerDefinition> enabled) {
        List<Change> changes = new ArrayList<>();
        synchronized (this) {
            servers = enabled.stream().filter(ServerDefinition::canStart).toList();
            Set<String> names = new HashSet<>();
            Set<String> digests = new HashSet<>();
            servers.forEach(server -> {
                names.add(server.name());
                digests.add(server.digest());
            });
            Set<CapabilityProfile> profiles = new HashSet<>(Set.of(CapabilityProfile.EMPTY));
            snapshots.keySet().forEach(viewer -> profiles.add(viewer.profile));
            builder.keepOnly(names);
            known.keySet().removeIf(slot -> !digests.contains(slot.digest));
            ownOffers.keySet().removeIf(own -> !digests.contains(own.slot.digest));
            profiles.forEach(profile -> changes.addAll(rebuildAll(profile)));
        }
        tell(changes);
        wakeWaiters();
    }

    /** The server is being listed; false if it is listed already or that is under way, or nobody has this profile any more. */
    public synchronized boolean listing(ServerDefinition server, CapabilityProfile profile) {
        if (!profiles.test(profile)) {
            return false;
        }
        Slot slot = slot(server, profile);
        Knowledge before = known.get(slot);
        if (before != null && before.failure().isEmpty()) {
            return false;
        }
        known.put(slot, Knowledge.LISTING);
        return true;
    }

    /** Whether it is known what the server offers, and anybody has this profile. */
    public synchronized boolean knowsOffer(ServerDefinition server, CapabilityProfile profile) {
        Knowledge knowledge = known.get(slot(server, profile));
        return profiles.test(profile) && knowledge != null && knowledge.offer().isPresent();
    }

    /** The server has been listed. */
    public void offered(ServerDefinition server, CapabilityProfile profile, Offer offer) {
        offered(List.of(new Listed(server, offer)), profile);
    }

    /** Servers have been listed; the views are made anew once for all of them. */
    public void offered(List<Listed> listed, CapabilityProfile profile) {
        Map<Slot, Knowledge> all = new HashMap<>();
        listed.forEach(each ->
                all.put(slot(each.server(), profile), new Knowledge(Optional.of(each.offer()), Optional.empty())));
        learned(all, profile);
    }

    /** The server could not be listed; false if nobody wants to know that any more. */
    public boolean failed(ServerDefinition server, CapabilityProfile profile, GatewayException cause) {
        return learned(Map.of(slot(server, profile), new Knowledge(Optional.empty(), Optional.of(cause))), profile);
    }

    /** A session's own workload lists something else now. */
    public void offeredTo(String session, ServerDefinition server, CapabilityProfile profile, Offer offer) {
        Change change;
        synchronized (this) {
            if (!profiles.test(profile) || !isEnabled(server)) {
                return;
            }
            ownOffers.put(new OwnSlot(session, slot(server, profile)), offer);
            change = rebuild(new Viewer(profile, session));
        }
        tell(List.of(change));
    }

    private boolean isEnabled(ServerDefinition server) {
        return servers.stream()
                .anyMatch(
                        one -> one.name().equals(server.name()) && one.digest().equals(server.digest()));
    }

    /** What a session's own workload of one server has listed holds no more: the session sees what all others do. */
    public void forgetOwn(String session, ServerDefinition server, CapabilityProfile profile) {
        Change change;
        synchronized (this) {
            if (ownOffers.remove(new OwnSlot(session, slot(server, profile))) == null) {
                return;
            }
            Viewer viewer = new Viewer(profile, session);
            change = rebuild(viewer);
            if (ownOffers.keySet().stream().noneMatch(own -> isOf(own, viewer))) {
                snapshots.remove(viewer); // which is what all others see
                shown.remove(viewer);
            }
        }
        tell(List.of(change));
    }

    private static boolean isOf(OwnSlot own, Viewer viewer) {
        return own.session.equals(viewer.session) && own.slot.profile.equals(viewer.profile);
    }

    /** Forgets what only this session saw. */
    public void sessionEnded(String session) {
        if (session.isEmpty()) {
            return;
        }
        synchronized (this) {
            ownOffers.keySet().removeIf(own -> own.session.equals(session));
            snapshots.keySet().removeIf(viewer -> viewer.session.equals(session));
            shown.keySet().removeIf(viewer -> viewer.session.equals(session));
        }
    }

    /** False if nobody wants to know any of it. */
    private boolean learned(Map<Slot, Knowledge> learned, CapabilityProfile profile) {
        List<Change> changes;
        synchronized (this) {
            // A profile may have been forgotten, and a server disabled or changed, while it was being listed.
            if (!profiles.test(profile)) {
                return false;
            }
            Set<Slot> enabled = new HashSet<>();
            servers.forEach(server -> enabled.add(slot(server, profile)));
            boolean any = false;
            for (Map.Entry<Slot, Knowledge> each : learned.entrySet()) {
                if (enabled.contains(each.getKey())) {
                    known.put(each.getKey(), each.getValue());
                    any = true;
                }
            }
            if (!any) {
                return false;
            }
            changes = rebuildAll(profile);
        }
        tell(changes);
        wakeWaiters();
        return true;
    }

    private void wakeWaiters() {
        List<Waiter> ready;
        synchronized (this) {
            ready = waiters.stream().filter(waiter -> isSettled(waiter.profile)).toList();
        }
        ready.forEach(waiter -> waiter.done.complete(null));
    }

    /** The view of a profile, and those of its sessions that see something of their own. */
    private List<Change> rebuildAll(CapabilityProfile profile) {
        List<Change> changes = new ArrayList<>();
        changes.add(rebuild(new Viewer(profile, "")));
        for (Viewer viewer : List.copyOf(snapshots.keySet())) {
            if (viewer.profile.equals(profile) && !viewer.session.isEmpty()) {
                changes.add(rebuild(viewer));
            }
        }
        return changes;
    }

    private Change rebuild(Viewer viewer) {
        View before = current(viewer.profile, viewer.session);
        View after = build(viewer.profile, viewer.session);
        snapshots.put(viewer, after);
        // A client that has not asked yet has nothing to be told of.
        boolean seen = shown.containsKey(viewer) || !viewer.session.isEmpty();
        Set<String> changed = new HashSet<>();
        for (String list : List.of("tools", "prompts", "resources")) {
            if (seen && after.differs(before, list)) {
                changed.add(list);
            }
        }
        return new Change(viewer, changed);
    }

    private void tell(List<Change> changes) {
        for (Change change : changes) {
            if (!change.lists.isEmpty()) {
                listener.changed(change.viewer.profile, change.viewer.session, change.lists);
            }
        }
    }

    private View build(CapabilityProfile profile, String session) {
        List<Listed> listed = new ArrayList<>();
        for (ServerDefinition server : servers) {
            Slot slot = slot(server, profile);
            Offer own = session.isEmpty() ? null : ownOffers.get(new OwnSlot(session, slot));
            Knowledge knowledge = known.get(slot);
            Offer offer = own != null
                    ? own
                    : knowledge == null ? null : knowledge.offer().orElse(null);
            if (offer != null) {
                listed.add(new Listed(server, offer));
            }
        }
        return builder.build(listed);
    }

    /** What a session sees now. */
    public View current(CapabilityProfile profile, String session) {
        View own = session.isEmpty() ? null : snapshots.get(new Viewer(profile, session));
        return own != null ? own : snapshots.getOrDefault(new Viewer(profile, ""), View.EMPTY);
    }

    /**
     * What may be said in a handshake: the view of the profile when that is known, and until then, where a server has been
     * listed for clients that can do nothing, what it said to those. Too little would be worse than too much.
     */
    public View greeting(CapabilityProfile profile, String session) {
        return isSettled(profile) ? current(profile, session) : current(CapabilityProfile.EMPTY, "");
    }

    /** What a session sees now, which it is about to be told: the names in it stay. */
    public synchronized View show(CapabilityProfile profile, String session) {
        Viewer own = new Viewer(profile, session);
        Viewer viewer = snapshots.containsKey(own) ? own : new Viewer(profile, "");
        View view = snapshots.getOrDefault(viewer, View.EMPTY);
        if (!view.equals(shown.put(viewer, view))) {
            builder.shown(view);
        }
        return view;
    }

    /** Completes when every server is known or has failed, or after a time. */
    public CompletionStage<Void> settled(CapabilityProfile profile, Duration longest) {
        Waiter waiter = new Waiter(profile, new CompletableFuture<>());
        synchronized (this) {
            if (isSettled(profile)) {
                return CompletableFuture.completedFuture(null);
            }
            waiters.add(waiter);
        }
        return waiter.done
                .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
                // Not on the JDK's one timer thread: interceptors and policies of others come after this.
                .whenCompleteAsync((done, failure) -> forget(waiter));
    }

    private synchronized void forget(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** Whether every server is known or has failed. */
    public synchronized boolean isSettled(CapabilityProfile profile) {
        return servers.stream().allMatch(server -> {
            Knowledge knowledge = known.get(slot(server, profile));
            return knowledge != null && knowledge.settled();
        });
    }

    /** Forgets the views of a profile whose clients are long gone, unless one has come back meanwhile. */
    public synchronized void forget(CapabilityProfile profile) {
        if (profiles.test(profile)) {
            return;
        }
        known.keySet().removeIf(slot -> slot.profile.equals(profile));
        ownOffers.keySet().removeIf(own -> own.slot.profile.equals(profile));
        snapshots.keySet().removeIf(viewer -> viewer.profile.equals(profile));
        shown.keySet().removeIf(viewer -> viewer.profile.equals(profile));
    }

    /** What is known of a server; null if nobody has asked it yet. */
    public synchronized @Nullable Knowledge knowledge(ServerDefinition server, CapabilityProfile profile) {
        return known.get(slot(server, profile));
    }

    private static Slot slot(ServerDefinition server, CapabilityProfile profile) {
        return new Slot(server.name(), server.digest(), profile);
    }
}
