package io.mcpgateway;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.upstream.Shares;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The capability profiles that clients have come with. Each has a place and keeps it for as long as a client holds it; a new
 * one takes the place of the one that nobody has held for the longest time, and where all are held there is no room for it.
 * Of principals that are told apart, each brings at most half of the profiles. The empty profile is always there and takes no
 * place.
 *
 * <p>Thread-safe. The map owns the places; they are held and let go of without a lock, and added and given up under the
 * monitor.
 */
final class ProfileSet {
    private static final Hold HELD = new Hold(true, false, null);
    private static final Hold NO_ROOM = new Hold(false, false, null);

    private final Map<CapabilityProfile, Place> places = new ConcurrentHashMap<>();
    private final int most;

    ProfileSet(int most) {
        this.most = most;
    }

    /**
     * What became of a client's wish to hold a profile.
     *
     * @param granted whether it holds it now; if so, it has to let go of it
     * @param isNew whether the profile was not known before
     * @param forgotten the profile that had to go for it
     */
    record Hold(boolean granted, boolean isNew, @Nullable CapabilityProfile forgotten) {}

    private static final class Place {
        private static final int GIVEN_UP = -1;

        private final String broughtBy;
        private final AtomicInteger holders = new AtomicInteger(1);
        private volatile long lastHeld;

        Place(String broughtBy) {
            this.broughtBy = broughtBy;
        }

        boolean hold() {
            return holders.getAndUpdate(count -> count == GIVEN_UP ? GIVEN_UP : count + 1) != GIVEN_UP;
        }

        void letGo() {
            lastHeld = System.nanoTime();
            holders.decrementAndGet();
        }

        boolean isHeld() {
            return holders.get() > 0;
        }

        boolean giveUp() {
            return holders.compareAndSet(0, GIVEN_UP);
        }
    }

    /** A client of this profile is here; the profile is known until all have let go of it, and then until another needs its place. */
    Hold hold(CapabilityProfile profile, String principal) {
        if (profile.equals(CapabilityProfile.EMPTY)) {
            return HELD;
        }
        Place place = places.get(profile);
        return place != null && place.hold() ? HELD : holdNew(profile, Shares.holder(principal));
    }

    private synchronized Hold holdNew(CapabilityProfile profile, String principal) {
        Place known = places.get(profile);
        if (known != null && known.hold()) {
            return HELD; // another client was faster
        }
        boolean hasItsShare = !principal.equals(Shares.NOBODY)
                && places.values().stream()
                                .filter(place -> place.broughtBy.equals(principal))
                                .count()
                        >= Shares.half(most);
        CapabilityProfile forgotten = null;
        if (hasItsShare || places.size() >= most) {
            forgotten = giveUpOldest(hasItsShare ? principal : Shares.NOBODY);
            if (forgotten == null) {
                return NO_ROOM;
            }
        }
        places.put(profile, new Place(principal));
        return new Hold(true, true, forgotten);
    }

    /** Gives up the profile that was let go of first, of those that the principal brought; null if all are held. */
    private @Nullable CapabilityProfile giveUpOldest(String principal) {
        while (true) {
            long now = System.nanoTime();
            Map.Entry<CapabilityProfile, Place> oldest = places.entrySet().stream()
                    .filter(entry -> !entry.getValue().isHeld())
                    .filter(entry -> principal.equals(Shares.NOBODY)
                            || entry.getValue().broughtBy.equals(principal))
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastHeld - now))
                    .orElse(null);
            if (oldest == null) {
                return null;
            }
            if (oldest.getValue().giveUp()) {
                places.remove(oldest.getKey());
                return oldest.getKey();
            }
        }
    }

    /** A client that {@link #hold}s the profile does so no more. */
    void letGo(CapabilityProfile profile) {
        Place place = places.get(profile);
        if (place != null) {
            place.letGo();
        }
    }

    /** Whether listings are kept for clients of this profile. */
    boolean isKnown(CapabilityProfile profile) {
        return profile.equals(CapabilityProfile.EMPTY) || places.containsKey(profile);
    }

    /** All, the empty one first. */
    List<CapabilityProfile> all() {
        List<CapabilityProfile> all = new ArrayList<>();
        all.add(CapabilityProfile.EMPTY);
        all.addAll(places.keySet());
        return all;
    }
}
