package io.mcpgateway.intercept;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long calls took, counted in classes that are an eighth of a power of two wide, so that a percentile is at most an
 * eighth too high; from a microsecond to some hours. Thread-safe, of a fixed size.
 */
final class Latencies {
    private static final int PARTS = 8;
    private static final int BITS = 3;
    private static final int CLASSES = 34 * PARTS;

    private final AtomicLongArray counts = new AtomicLongArray(CLASSES);

    void add(long nanos) {
        counts.incrementAndGet(classOf(Math.max(0, nanos) / 1_000));
    }

    /** Below eight microseconds a class each; then the highest bits say which it is. */
    private static int classOf(long micros) {
        if (micros < PARTS) {
            return (int) micros;
        }
        int power = 63 - Long.numberOfLeadingZeros(micros);
        int part = (int) (micros >>> (power - BITS)) & (PARTS - 1);
        return Math.min(CLASSES - 1, (power - BITS + 1) * PARTS + part);
    }

    /** The most microseconds that belong to a class. */
    private static long mostOf(int index) {
        if (index < PARTS) {
            return index;
        }
        int power = index / PARTS + BITS - 1;
        long part = index % PARTS;
        return ((PARTS + part + 1) << (power - BITS)) - 1;
    }

    /** How long this percentage of calls took at most; zero if there were none. */
    Duration percentile(int percent) {
        long all = 0;
        for (int i = 0; i < CLASSES; i++) {
            all += counts.get(i);
        }
        long wanted = Math.max(1, (all * percent + 99) / 100);
        long seen = 0;
        for (int i = 0; i < CLASSES && all > 0; i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return Duration.ofNanos(1_000 * (mostOf(i) + 1));
            }
        }
        return Duration.ZERO;
    }
}
