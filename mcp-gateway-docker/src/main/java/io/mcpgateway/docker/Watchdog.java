package io.mcpgateway.docker;

import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which nothing happens for too long: channels have no time-out for a blocking read. Thread-safe.
 */
final class Watchdog {
    private final ProviderContext context;
    private final EngineConnection connection;
    private final Duration patience;
    private Future<?> pending; // guarded by this
    private boolean bitten; // guarded by this
    private boolean stopped; // guarded by this

    Watchdog(ProviderContext context, EngineConnection connection, Duration patience) {
        this.context = context;
        this.connection = connection;
        this.patience = patience;
        this.pending = schedule();
    }

    private Future<?> schedule() {
        try {
            return context.scheduler().schedule(this::bite, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway is closing; whoever waits is released by that.
            return CompletableFuture.completedFuture(null);
        }
    }

    private synchronized void bite() {
        if (stopped) {
            return;
        }
        bitten = true;
        try {
            connection.close();
        } catch (IOException e) {
            // The reader finds the connection broken, which is all that was wanted.
        }
    }

    /** Something happened: the time starts anew. */
    synchronized void pat() {
        if (!stopped && !bitten) {
            pending.cancel(false);
            pending = schedule();
        }
    }

    synchronized void stop() {
        stopped = true;
        pending.cancel(false);
    }

    /** Whether it was this that closed the connection. */
    synchronized boolean bitten() {
        return bitten;
    }
}
