package io.mcpgateway.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/** A place that was waited for in {@link Turns}, until it is given back. Thread-safe. */
final class Turn {
    private final Runnable giveBack;
    private final AtomicBoolean over = new AtomicBoolean();

    Turn(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /** Gives it to the next who waits; idempotent. */
    void release() {
        if (over.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
