package io.mcpgateway.workload;

import java.time.Duration;
import java.util.Optional;

/** The log of a server as it is written. Used by one thread at a time; holds a bounded number of lines for a slow reader. */
public interface LogFeed extends AutoCloseable {
    /** Waits for the next line; empty if none comes in this time. */
    Optional<LogLine> next(Duration patience) throws InterruptedException;

    /** How many lines were left out since the last time that this was asked, because the reader was too slow. */
    long missed();

    /** Hears nothing more. Idempotent. */
    @Override
    void close();
}
