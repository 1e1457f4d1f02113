package io.mcpgateway.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Moves one output stream of a workload to its listener, on a thread of its own. A platform thread, on every JDK: reading
 * a pipe blocks in the kernel, which would hold a carrier thread of virtual threads for as long as the workload is
 * silent.
 */
final class OutputPump implements Runnable {
    /** What a pipe of Linux holds, so that a full pipe is emptied by one call. */
    private static final int CHUNK = 64 << 10;

    private final InputStream in;
    private final Sink sink;
    private final Runnable sinkFailed;
    private final Runnable atEnd;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean muted;

    OutputPump(InputStream in, Sink sink, Runnable sinkFailed, Runnable atEnd) {
        this.in = in;
        this.sink = sink;
        this.sinkFailed = sinkFailed;
        this.atEnd = atEnd;
    }

    void start(String name) {
        Thread thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (in) {
            byte[] buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                deliver(buffer, n);
            }
        } catch (IOException closed) {
            // The other end is gone in an unusual way; to the reader that is the end as well.
        } finally {
            done.countDown();
        }
        try {
            atEnd.run();
        } catch (RuntimeException e) {
            sinkFailed.run();
        }
    }

    /** A listener that throws loses its workload's output, not the workload's pipe. */
    private void deliver(byte[] buffer, int length) {
        if (muted) {
            return;
        }
        try {
            sink.take(buffer, 0, length);
        } catch (RuntimeException e) {
            muted = true;
            sinkFailed.run();
        }
    }

    /** Nothing is delivered from now on. */
    void mute() {
        muted = true;
    }

    boolean awaitEnd(long millis) {
        try {
            return done.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes bytes that are valid during the call. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] buffer, int offset, int length);
    }
}
