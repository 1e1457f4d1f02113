package io.mcpgateway.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a workload, until it is released. Thread-safe. */
public final class Lease {
    private final Upstream upstream;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    Lease(Upstream upstream, Runnable release) {
        this.upstream = upstream;
        this.release = release;
    }

    /** The server, connected. */
    public Upstream upstream() {
        return upstream;
    }

    /** Gives it back; idempotent. Whatever has to be ended is ended behind the caller's back. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            release.run();
        }
    }
}
