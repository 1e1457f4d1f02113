package io.mcpgateway.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * One line on standard error that tells how far something is, written over and over, and gone in the end. Only where a
 * person sees it: a log would keep every step. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(100).toNanos();
    private static final String FORGET = "\r\u001b[K";

    private final PrintStream err;
    private final boolean seen;
    private final String what;
    private long last;
    private boolean written;

    /**
     * A line.
     *
     * @param what is being done, such as {@code "Pulling x:latest"}
     */
    public ProgressLine(Console console, String what) {
        this.err = console.err();
        this.seen = console.canAsk();
        this.what = Table.plain(requireNonNull(what, "what"));
        this.last = System.nanoTime() - PAUSE;
    }

    /** So many bytes of so many are done; of a negative number if nobody knows of how many. */
    public void bytes(long done, long total) {
        step(total < 0 ? size(done) : "%s of %s".formatted(size(done), size(total)));
    }

    /** So many things are done, of nobody knows how many. */
    public void count(long done, String things) {
        step(done + " " + things);
    }

    private synchronized void step(String state) {
        if (seen && System.nanoTime() - last >= PAUSE) {
            last = System.nanoTime();
            written = true;
            err.print(FORGET + what + ": " + state);
            err.flush();
        }
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? (bytes + 1023) / 1024 + " kB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1 << 20));
    }

    /** The line is gone. */
    @Override
    public synchronized void close() {
        if (written) {
            err.print(FORGET);
            err.flush();
        }
    }
}
