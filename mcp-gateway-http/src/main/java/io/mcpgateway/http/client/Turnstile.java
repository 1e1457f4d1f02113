package io.mcpgateway.http.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what must not overtake the handshake: each message is a request of its own, and some servers refuse one that
 * comes before {@code notifications/initialized}. Shut as often as it is to be opened. Thread-safe.
 */
final class Turnstile {
    // Guarded by this.
    private final List<Runnable> held = new ArrayList<>();
    private int shut;

    /** Runs it now, or when the turnstile is opened. */
    void pass(Runnable start) {
        synchronized (this) {
            if (shut > 0) {
                held.add(start);
                return;
            }
        }
        start.run();
    }

    synchronized void shut() {
        shut++;
    }

    void open() {
        List<Runnable> released;
        synchronized (this) {
            if (shut == 0 || --shut > 0) {
                return;
            }
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(this::pass); // one of them may shut it again
    }
}
