package io.mcpgateway;

import io.mcpgateway.spi.EventSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Waits for calls in flight when the gateway ends. Stateless. */
final class Drain {
    private static final long LOOK_MILLIS = 20;

    private Drain() {}

    /** Returns when there are none left, when the time is over, or when the thread is interrupted. */
    static void await(IntSupplier inFlight, Duration longest, EventSink events) {
        int waiting = inFlight.getAsInt();
        if (waiting == 0 || longest.isZero()) {
            return;
        }
        events.event(
                EventSink.Level.INFO,
                "Waiting for calls in flight",
                Map.of("calls", Integer.toString(waiting), "seconds", Long.toString(longest.toSeconds())));
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (inFlight.getAsInt() > 0 && end - System.nanoTime() > 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes the gateway does not want to wait
        }
    }
}
