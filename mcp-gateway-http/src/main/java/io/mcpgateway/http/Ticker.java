package io.mcpgateway.http;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after what has time limits, a few times a second, on a thread of its own until it is closed. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long TICK_MILLIS = 250;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mcp-gateway-http-ticker");
        thread.setDaemon(true);
        return thread;
    });

    /** Looks after one thing. */
    interface Ticked {
        /** Called with {@link System#nanoTime()}. */
        void tick(long now);
    }

    /** Starts to look after each of these; a failure of one does not keep the others from their turn. */
    void start(Iterable<? extends Ticked> all) {
        executor.scheduleWithFixedDelay(
                () -> {
                    long now = System.nanoTime();
                    all.forEach(each -> guarded(each, now));
                },
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** The top of the ticker's thread, which a single failure would end for all. */
    private static void guarded(Ticked each, long now) {
        try {
            each.tick(now);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("The gateway failed to look after a response");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
