package io.mcpgateway;

import io.mcpgateway.model.CapabilityProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The capability profiles that clients have come with; the one that was not seen for the longest time goes when there are
 * too many. The empty profile is always there. Guarded by its monitor.
 */
final class ProfileSet {
    private final Map<CapabilityProfile, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private volatile @Nullable CapabilityProfile last;

    ProfileSet(int most) {
        this.most = most;
    }

    /**
     * A client of this profile is here.
     *
     * @param isNew whether it is the first one
     * @param forgotten the profile that had to go for it
     */
    record Seen(boolean isNew, @Nullable CapabilityProfile forgotten) {}

    private static final Seen AGAIN = new Seen(false, null);

    Seen see(CapabilityProfile profile) {
        // Nearly always it is the one of the request before: no lock for that.
        if (profile.equals(last)) {
            return AGAIN;
        }
        last = profile;
        return seeOther(profile);
    }

    private synchronized Seen seeOther(CapabilityProfile profile) {
        if (seen.put(profile, true) != null) {
            return AGAIN;
        }
        CapabilityProfile eldest = null;
        if (seen.size() > most) {
            eldest = seen.keySet().iterator().next();
            seen.remove(eldest);
        }
        return new Seen(true, eldest);
    }

    /** All, the empty one first. */
    synchronized List<CapabilityProfile> all() {
        List<CapabilityProfile> all = new ArrayList<>();
        all.add(CapabilityProfile.EMPTY);
        all.addAll(seen.keySet());
        return all;
    }
}
