package io.mcpgateway.http.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what must not overtake the handshake: each message is a request of its own, and some servers refuse one that
 * comes before {@code notifications/initialized}. Shut as often as it is to be opened. Thread-safe.
 */
final class Turnstile {
    // Guarded by this; the count is also read without, so that calls do not queue up at an open turnstile.
    private final List<Runnable> held = new ArrayList<>();
    private volatile int shut;

    /** Runs it now, or when the turnstile is opened. */
    void pass(Runnable start) {
        if (shut > 0 && holds(start)) {
            return;
        }
        start.run();
    }

    private synchronized boolean holds(Runnable start) {
        return shut > 0 && held.add(start);
    }

    synchronized void shut() {
        shut = shut + 1;
    }

    void open() {
        List<Runnable> released;
        synchronized (this) {
            shut = Math.max(0, shut - 1);
            if (shut > 0) {
                return;
            }
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(this::pass); // one of them may shut it again
    }
}
