package io.mcpgateway.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait before something that ends by itself is begun again: not at all the first time, then twice as long each
 * time, unless it had lasted. Not thread-safe; belongs to whoever begins it.
 */
public final class Pause {
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    /** What lasts this long, and twice as long as it was waited for, is no failure. */
    private static final long STEADY = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanos;
    private long began;
    private long length;
    private long over;
    private boolean failed;

    /** A pause on the clock. */
    public Pause() {
        this(System::nanoTime);
    }

    Pause(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.over = began;
    }

    /** It is begun. */
    public void began() {
        began = nanos.getAsLong();
    }

    /** It has ended, or could not be begun. */
    public void ended() {
        long now = nanos.getAsLong();
        if (now - began > Math.max(STEADY, 2 * length)) {
            failed = false;
        }
        length = failed ? Math.min(Math.max(FIRST, 2 * length), LONGEST) : 0;
        failed = true;
        over = now + length;
    }

    /** Whether it may be begun again. */
    public boolean isOver() {
        return nanos.getAsLong() - over >= 0;
    }
}
