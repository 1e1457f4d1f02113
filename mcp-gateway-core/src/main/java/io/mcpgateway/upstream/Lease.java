package io.mcpgateway.upstream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The right to use a workload, until it is released. Thread-safe. */
public final class Lease {
    private final Upstream upstream;
    private final Runnable release;
    private final Runnable settle;
    /** How many rights there are; the last one to be released ends the lease. */
    private final AtomicInteger holders;

    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * A lease.
     *
     * @param release run when it is over
     * @param settle run when it is to last; may be run more than once
     */
    Lease(Upstream upstream, Runnable release, Runnable settle) {
        this(upstream, release, settle, new AtomicInteger(1));
    }

    private Lease(Upstream upstream, Runnable release, Runnable settle, AtomicInteger holders) {
        this.upstream = upstream;
        this.release = release;
        this.settle = settle;
        this.holders = holders;
    }

    /** The server, connected. */
    public Upstream upstream() {
        return upstream;
    }

    /**
     * Another right to the same workload, to be released apart from this one; null if all rights have been released, and so
     * the lease is over.
     */
    public @Nullable Lease share() {
        int before = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1);
        return before == 0 ? null : new Lease(upstream, release, settle, holders);
    }

    /**
     * It will last long, and nobody waits for an answer meanwhile: it does not stand in the way of calls that wait for a
     * workload of their own.
     */
    public void settle() {
        settle.run();
    }

    /** Gives it back; idempotent. Whatever has to be ended is ended behind the caller's back. */
    public void release() {
        if (released.compareAndSet(false, true) && holders.decrementAndGet() == 0) {
            release.run();
        }
    }
}
