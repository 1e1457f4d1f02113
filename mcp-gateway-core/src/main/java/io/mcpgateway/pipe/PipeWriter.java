package io.mcpgateway.pipe;

import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Writes lines to a pipe without ever blocking the caller. Messages are queued; whoever finds nobody writing becomes the
 * writer. The caller itself writes only if the pipe is sure to take it all: a reader that has answered a request has read
 * everything up to that request, so what was written since then bounds what may still lie in the pipe. Otherwise a thread
 * of the executor writes, and blocks if it must. Several queued messages go out in one system call.
 *
 * <p>Thread-safe. The queue is bounded in bytes; the writer flag owns the stream and the buffer.
 */
public final class PipeWriter {
    /** A pipe takes at least this much without blocking, also when the user has hit the kernel's soft limit. */
    private static final int SURE_CAPACITY = 4096;

    private static final int BATCH = 64 << 10;
    private static final int REMEMBERED = 256;
    private static final int ID_WIDTH = 16;
    private static final long ID_BITS = (1L << ID_WIDTH) - 1;

    private final OutputStream out;
    private final Executor executor;
    private final long maxQueuedBytes;
    private final Consumer<IOException> broken;
    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    /** Where recently written requests end in the stream (upper bits) and the lower bits of their id. */
    private final AtomicLongArray endOfRequest = new AtomicLongArray(REMEMBERED);

    private long written;
    private volatile long read;
    private final AtomicBoolean failed = new AtomicBoolean();
    private byte[] batch = new byte[1024];

    private record Entry(JsonText line, long id) {}

    /**
     * A writer.
     *
     * @param out the pipe; every write reaches it at once
     * @param executor runs writes that may block
     * @param maxQueuedBytes how much may wait
     * @param broken is told once when the pipe breaks or the queue overflows; what is queued is dropped
     */
    public PipeWriter(OutputStream out, Executor executor, long maxQueuedBytes, Consumer<IOException> broken) {
        this.out = out;
        this.executor = executor;
        this.maxQueuedBytes = maxQueuedBytes;
        this.broken = broken;
    }

    /** Queues a line; {@code id} is the number of a request that the reader will answer, or 0. */
    public void write(JsonText line, long id) {
        if (failed.get()) {
            return;
        }
        if (queuedBytes.addAndGet(line.length()) > maxQueuedBytes) {
            fail(new IOException("more than " + maxQueuedBytes + " bytes wait to be read"));
            return;
        }
        queue.add(new Entry(line, id));
        if (!writing.compareAndSet(false, true)) {
            return;
        }
        if (written - read + line.length() < SURE_CAPACITY) {
            drain(true);
        } else {
            drainElsewhere();
        }
    }

    /** Hands the right to write to a thread that may block. */
    private void drainElsewhere() {
        try {
            executor.execute(() -> drain(false));
        } catch (RejectedExecutionException e) {
            fail(new IOException("nobody is left to write", e));
            writing.set(false);
        }
    }

    /**
     * The reader has answered this request, and so has read all that was written up to it. Called by one thread at a time.
     */
    public void answered(long id) {
        long slot = endOfRequest.get(slotOf(id));
        // A slot may hold a later request by now; that one lies further on and must not be believed.
        if ((slot & ID_BITS) == (id & ID_BITS)) {
            read = Math.max(read, slot >>> ID_WIDTH);
        }
    }

    private static int slotOf(long id) {
        return (int) ((id ^ (id >>> ID_WIDTH)) % REMEMBERED);
    }

    /** Waits until all that was queued is written, or the pipe is broken. Returns whether that happened in time. */
    public boolean awaitWritten(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!failed.get() && (!queue.isEmpty() || writing.get())) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        return true;
    }

    private void drain(boolean mayNotBlock) {
        boolean careful = mayNotBlock;
        while (true) {
            try {
                if (!writeQueued(careful)) {
                    drainElsewhere();
                    return;
                }
            } catch (IOException e) {
                fail(e);
            } catch (RuntimeException e) {
                fail(new IOException("the stream failed: " + e, e)); // streams come from runtimes of third parties
            }
            writing.set(false);
            if (failed.get()) {
                queue.clear(); // what came in while it failed
            }
            if (queue.isEmpty() || !writing.compareAndSet(false, true)) {
                return;
            }
            careful = false;
            if (mayNotBlock) {
                drainElsewhere();
                return;
            }
        }
    }

    /** Writes what is queued; false if the rest must go to a thread that may block. */
    private boolean writeQueued(boolean mayNotBlock) throws IOException {
        int filled = 0;
        Entry entry;
        while (!failed.get() && (entry = queue.peek()) != null) {
            int length = entry.line.length() + 1;
            if (mayNotBlock && written - read + filled + length > SURE_CAPACITY) {
                flush(filled);
                return false;
            }
            if (queue.poll() != entry) {
                break; // the queue was dropped just now
            }
            queuedBytes.addAndGet(-entry.line.length());
            if (length > BATCH) {
                flush(filled);
                filled = 0;
                entry.line.writeTo(out);
                written += length - 1L;
                filled = append(JsonText.of(""), 0);
            } else {
                if (filled + length > BATCH) {
                    flush(filled);
                    filled = 0;
                }
                filled = append(entry.line, filled);
            }
            if (entry.id > 0) {
                endOfRequest.set(slotOf(entry.id), ((written + filled) << ID_WIDTH) | (entry.id & ID_BITS));
            }
        }
        flush(filled);
        return true;
    }

    private int append(JsonText line, int at) {
        int needed = at + line.length() + 1;
        if (needed > batch.length) {
            batch = java.util.Arrays.copyOf(batch, Math.min(BATCH, Math.max(needed, 2 * batch.length)));
        }
        System.arraycopy(line.array(), line.offset(), batch, at, line.length());
        batch[needed - 1] = '\n';
        return needed;
    }

    private void flush(int filled) throws IOException {
        if (filled > 0) {
            written += filled;
            out.write(batch, 0, filled);
            out.flush();
        }
    }

    private void fail(IOException cause) {
        if (failed.compareAndSet(false, true)) {
            broken.accept(cause);
        }
        queue.clear();
    }
}
