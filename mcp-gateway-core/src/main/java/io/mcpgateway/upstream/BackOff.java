package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server that fails to start from being started again and again: from the second failure in a row on, the next
 * attempt has to wait, twice as long each time. Thread-safe.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private int failures;
    private int attempt;
    private Instant next = Instant.MIN;
    private @Nullable GatewayException last;

    BackOff(Clock clock) {
        this.clock = clock;
    }

    /** The error to give at once instead of trying, or null. */
    synchronized @Nullable GatewayException refusal() {
        Instant now = clock.instant();
        GatewayException cause = last;
        if (cause == null || !now.isBefore(next)) {
            return null;
        }
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                cause.getMessage() + " (failed " + failures + " times in a row; next attempt in "
                        + Math.max(1, Duration.between(now, next).toSeconds()) + " s)",
                cause);
    }

    /** The attempt that begins now; several that run at once are one. */
    synchronized int attempt() {
        return attempt;
    }

    /** An attempt has failed. Of several that ran at once the first failure counts, so that a burst is not a row. */
    synchronized void failed(int which, GatewayException cause) {
        if (which != attempt) {
            return;
        }
        attempt++;
        failures++;
        last = cause;
        if (failures >= 2) {
            Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 2, 10));
            next = clock.instant().plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
    }

    synchronized void succeeded() {
        attempt++;
        failures = 0;
        last = null;
        next = Instant.MIN;
    }
}
