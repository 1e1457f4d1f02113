package io.mcpgateway.sdk;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes messages off the gateway's threads and hands them to SDK code one after the other, so that nothing a handler does
 * holds up the gateway. Thread-safe.
 *
 * <p>It runs on Reactor's parallel scheduler, not on the elastic one: synchronous handlers wait for answers on elastic
 * threads, and an answer queued behind its own waiter would never arrive.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Scheduler.Worker worker = Schedulers.parallel().createWorker();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** Runs a task after the earlier ones; false if too many wait. After {@link #close()} tasks are dropped. */
    boolean offer(Runnable task) {
        if (waiting.get() >= capacity) {
            return false;
        }
        add(task);
        return true;
    }

    /** Like {@link #offer}, for tasks whose number is bounded elsewhere. */
    void add(Runnable task) {
        waiting.incrementAndGet();
        try {
            worker.schedule(() -> run(task));
        } catch (RejectedExecutionException closed) {
            LOG.atDebug().setCause(closed).log("A message came after the end");
        }
    }

    private void run(Runnable task) {
        waiting.decrementAndGet();
        try {
            task.run();
        } catch (RuntimeException e) { // the top of a thread
            LOG.atError().setCause(e).log("A message could not be handled");
        }
    }

    /** Drops what waits. Idempotent. */
    void close() {
        worker.dispose();
    }
}
