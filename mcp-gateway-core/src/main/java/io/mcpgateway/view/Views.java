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
    private final Map<String, View> snapshots = new ConcurrentHashMap<>();

    private List<ServerDefinition> servers = List.of();
    private final Map<Slot, Knowledge> known = new HashMap<>();
    private final Map<OwnSlot, Offer> ownOffers = new HashMap<>();
    private final Set<View> shown = new HashSet<>();
    private final List<Waiter> waiters = new ArrayList<>();

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

    private record Slot(String server, String digest, CapabilityProfile profile) {}

    private record OwnSlot(String session, String server, CapabilityProfile profile) {}

    /** Which lists a new view changed, and whether anybody had seen the one before. */
    private record Change(Set<String> lists, boolean seen) {}

    private record Waiter(CapabilityProfile profile, CompletableFuture<Void> done) {}

    /** Views under the given options. */
    public Views(GatewayOptions options, Listener listener) {
        this.builder = new ViewBuilder(options);
        this.listener = listener;
    }

    /** Takes a new set of enabled servers, in order. What is known of those that have not changed is kept. */
    public void servers(List<ServerDefinition> enabled) {
        Set<CapabilityProfile> profiles = new HashSet<>();
        synchronized (this) {
            servers = enabled.stream().filter(ServerDefinition::canStart).toList();
            Set<String> names = new HashSet<>();
            Set<String> digests = new HashSet<>();
            servers.forEach(server -> {
                names.add(server.name());
                digests.add(server.digest());
            });
            builder.keepOnly(names);
            known.keySet().forEach(slot -> profiles.add(slot.profile));
            known.keySet().removeIf(slot -> !digests.contains(slot.digest));
            ownOffers.keySet().removeIf(slot -> !names.contains(slot.server));
        }
        profiles.add(CapabilityProfile.EMPTY);
        profiles.forEach(profile -> rebuild(profile, ""));
    }

    /** The server is being listed; false if it is listed already or that is under way. */
    public synchronized boolean listing(ServerDefinition server, CapabilityProfile profile) {
        Slot slot = slot(server, profile);
        Knowledge before = known.get(slot);
        if (before != null && before.failure().isEmpty()) {
            return false;
        }
        known.put(slot, Knowledge.LISTING);
        return true;
    }

    /** The server has been listed. */
    public void offered(ServerDefinition server, CapabilityProfile profile, Offer offer) {
        learned(server, profile, new Knowledge(Optional.of(offer), Optional.empty()));
    }

    /** The server could not be listed. */
    public void failed(ServerDefinition server, CapabilityProfile profile, GatewayException cause) {
        learned(server, profile, new Knowledge(Optional.empty(), Optional.of(cause)));
    }

    /** A session's own workload lists something else now. */
    public void offeredTo(String session, ServerDefinition server, CapabilityProfile profile, Offer offer) {
        synchronized (this) {
            ownOffers.put(new OwnSlot(session, server.name(), profile), offer);
        }
        rebuild(profile, session);
    }

    /** Forgets what only this session saw. */
    public void sessionEnded(String session) {
        synchronized (this) {
            ownOffers.keySet().removeIf(slot -> slot.session.equals(session));
        }
        snapshots.entrySet().removeIf(entry -> {
            boolean own = !session.isEmpty() && entry.getKey().endsWith('\n' + session);
            if (own) {
                synchronized (this) {
                    shown.remove(entry.getValue());
                }
            }
            return own;
        });
    }

    private void learned(ServerDefinition server, CapabilityProfile profile, Knowledge knowledge) {
        Change change;
        synchronized (this) {
            // Together, so that whoever finds this server settled finds it in the view, too.
            known.put(slot(server, profile), knowledge);
            change = swap(profile, "");
        }
        tell(profile, "", change);
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        synchronized (this) {
            waiters.removeIf(waiter -> {
                boolean done = isSettled(waiter.profile);
                if (done) {
                    ready.add(waiter.done);
                }
                return done || waiter.done.isDone();
            });
        }
        ready.forEach(done -> done.complete(null));
    }

    private void rebuild(CapabilityProfile profile, String session) {
        tell(profile, session, swap(profile, session));
    }

    private synchronized Change swap(CapabilityProfile profile, String session) {
        View before = snapshots.getOrDefault(key(profile, session), View.EMPTY);
        View after = build(profile, session);
        snapshots.put(key(profile, session), after);
        boolean seen = shown.remove(before);
        Set<String> changed = new HashSet<>();
        for (String list : List.of("tools", "prompts", "resources")) {
            if (after.differs(before, list)) {
                changed.add(list);
            }
        }
        return new Change(changed, seen);
    }

    private void tell(CapabilityProfile profile, String session, Change change) {
        // A client that has not asked yet has nothing to be told of.
        if (!change.lists.isEmpty() && (change.seen || !session.isEmpty())) {
            listener.changed(profile, session, change.lists);
        }
    }

    private View build(CapabilityProfile profile, String session) {
        List<Listed> listed = new ArrayList<>();
        for (ServerDefinition server : servers) {
            Offer own = ownOffers.get(new OwnSlot(session, server.name(), profile));
            Knowledge knowledge = known.get(slot(server, profile));
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
        View own = snapshots.get(key(profile, session));
        return own != null ? own : snapshots.getOrDefault(key(profile, ""), View.EMPTY);
    }

    /** What a session sees now, which it is about to be told: the names in it stay. */
    public View show(CapabilityProfile profile, String session) {
        View view = current(profile, session);
        synchronized (this) {
            if (shown.add(view)) {
                builder.shown(view);
            }
        }
        return view;
    }

    /** Completes when every server is known or has failed, or after a time. */
    public CompletionStage<Void> settled(CapabilityProfile profile, Duration longest) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (isSettled(profile)) {
                return CompletableFuture.completedFuture(null);
            }
            waiters.add(new Waiter(profile, done));
        }
        return done.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether every server is known or has failed. */
    public synchronized boolean isSettled(CapabilityProfile profile) {
        return servers.stream().allMatch(server -> {
            Knowledge knowledge = known.get(slot(server, profile));
            return knowledge != null && knowledge.settled();
        });
    }

    /** What is known of a server; null if nobody has asked it yet. */
    public synchronized @Nullable Knowledge knowledge(ServerDefinition server, CapabilityProfile profile) {
        return known.get(slot(server, profile));
    }

    private static Slot slot(ServerDefinition server, CapabilityProfile profile) {
        return new Slot(server.name(), server.digest(), profile);
    }

    private static String key(CapabilityProfile profile, String session) {
        return profile.canonical() + '\n' + session;
    }
}
