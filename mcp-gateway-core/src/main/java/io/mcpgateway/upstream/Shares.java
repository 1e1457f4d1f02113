package io.mcpgateway.upstream;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Places of a limited number, of which one holder has at most a share, so that nobody can take them all. Thread-safe; owns
 * the counts, which its monitor guards.
 */
public final class Shares {
    /** The holder of places that count for nobody: for those only the whole number is the limit. */
    public static final String NOBODY = "";

    /** What transports call clients that they cannot tell apart; see {@code ClientGate.Peer}. */
    private static final Set<String> INDISTINCT = Set.of("local", "anonymous", "token");

    private final int most;
    private final int share;
    private final Map<String, Integer> held = new HashMap<>();
    private int taken;

    /**
     * Places, all of them free.
     *
     * @param most how many there are
     * @param share how many of them one holder may have
     */
    public Shares(int most, int share) {
        this.most = most;
        this.share = share;
    }

    /** Places of which one principal has at most {@link #half}. */
    public static Shares ofPrincipals(int most) {
        return new Shares(most, half(most));
    }

    /** The share of a principal: half, and one at least. */
    public static int half(int most) {
        return (most + 1) / 2;
    }

    /** Who holds what this principal takes: nobody, where it stands for whoever comes and not for one client. */
    public static String holder(String principal) {
        return INDISTINCT.contains(principal) ? NOBODY : principal;
    }

    /** Takes a place; false if there is none left, or the holder has its share. */
    public synchronized boolean enter(String holder) {
        if (taken >= most) {
            return false;
        }
        if (!holder.equals(NOBODY)) {
            int mine = held.getOrDefault(holder, 0);
            if (mine >= share) {
                return false;
            }
            held.put(holder, mine + 1);
        }
        taken++;
        return true;
    }

    /** Gives back a place that the holder took. */
    public synchronized void leave(String holder) {
        held.computeIfPresent(holder, (key, mine) -> mine == 1 ? null : mine - 1);
        taken--;
    }

    /** How many places are taken. */
    public synchronized int taken() {
        return taken;
    }
}
