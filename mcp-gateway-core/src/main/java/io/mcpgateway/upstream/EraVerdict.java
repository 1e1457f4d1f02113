package io.mcpgateway.upstream;

import io.mcpgateway.model.Era;
import java.time.Duration;
import java.time.Instant;

/**
 * Which era a server was found to speak.
 *
 * @param era the era
 * @param reason why that is believed
 * @param remote whether somebody else runs the server, who may change it without our knowing
 * @param found when it was found out
 */
record EraVerdict(Era era, Reason reason, boolean remote, Instant found) {
    private static final Duration PROVISIONAL = Duration.ofHours(24);

    /** Why a server is said to be of an era. */
    enum Reason {
        /** It answered. */
        ANSWER,
        /** It said nothing in time. */
        SILENCE,
        /** It ended. */
        EXIT
    }

    /**
     * Whether it counts at this time. What a server answered counts as long as its definition; that it kept silent or ended
     * counts for a day, because it may have had another reason, and so does the answer of a remote server. What was found in
     * the future was found by a clock that was wrong.
     */
    boolean holds(Instant now) {
        if (found.isAfter(now.plus(PROVISIONAL))) {
            return false;
        }
        return (reason == Reason.ANSWER && !remote) || !found.plus(PROVISIONAL).isBefore(now);
    }
}
