package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker: keeps a server that fails from being started again and again. From the second failure in a row on, the
 * next attempt has to wait, twice as long each time, and is then one attempt: until it is known how that ends, others are
 * refused with what the last one failed with. Thread-safe.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private int failures;
    private int attempt;
    private boolean trying;
    private Instant next = Instant.MIN;
    private @Nullable GatewayException last;

    BackOff(Clock clock) {
        this.clock = clock;
    }

    /**
     * An attempt begins. Its end has to be told with the number that this returns: {@link #failed}, {@link #succeeded} or
     * {@link #dropped}. Several that run at once may have the same number.
     *
     * @throws GatewayException the error to give at once instead of trying
     */
    synchronized int begin() {
        GatewayException cause = last;
        if (cause == null || failures < 2) {
            return attempt;
        }
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            throw refusal(
                    cause,
                    "next attempt in " + Math.max(1, Duration.between(now, next).toSeconds()) + " s");
        }
        if (trying) {
            throw refusal(cause, "it is being tried again at this moment");
        }
        trying = true;
        return attempt;
    }

    private GatewayException refusal(GatewayException cause, String when) {
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                cause.getMessage() + " (failed " + failures + " times in a row; " + when + ")",
                cause);
    }

    /** Whether {@link #begin} would refuse now. */
    synchronized boolean isOpen() {
        return last != null && failures >= 2 && (trying || clock.instant().isBefore(next));
    }

    /** An attempt has failed. Of several that ran at once the first failure counts, so that a burst is not a row. */
    synchronized void failed(int which, GatewayException cause) {
        if (which != attempt) {
            return;
        }
        attempt++;
        trying = false;
        failures++;
        last = cause;
        if (failures >= 2) {
            Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 2, 10));
            next = clock.instant().plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
    }

    /** What had started well has failed later. */
    synchronized void failedLater(GatewayException cause) {
        failed(attempt, cause);
    }

    /** An attempt has succeeded: everything is forgotten. */
    synchronized void succeeded() {
        attempt++;
        trying = false;
        failures = 0;
        last = null;
        next = Instant.MIN;
    }

    /** An attempt has ended and says nothing of the server. */
    synchronized void dropped(int which) {
        if (which == attempt) {
            trying = false;
        }
    }
}
