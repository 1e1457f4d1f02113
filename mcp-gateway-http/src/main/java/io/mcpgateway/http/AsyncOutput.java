package io.mcpgateway.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response of one asynchronous request: whoever has bytes leaves them here and goes on; they are written as fast as the
 * client reads, by one thread at a time, which never waits. Thread-safe.
 *
 * <p>A small complete answer skips the machinery: it fits into the container's buffer, so writing it does not block.
 *
 * <p>No lock is held while the container is called, since it calls back under locks of its own.
 */
final class AsyncOutput implements WriteListener, AsyncListener {
    /** Below the smallest buffer that the known containers use before they touch the network. */
    private static final int SMALL = 4096;

    private static final long LONGEST_CALL_NANOS = 1_000_000_000L;

    /** Status and headers; written when the first bytes are. */
    record Head(int status, @Nullable String contentType, Map<String, String> headers) {}

    private record Piece(byte[] array, int offset, int length) {}

    private enum Mode {
        IDLE,
        LISTENING,
        ENDED
    }

    private final AsyncContext context;
    private final Runnable gone;
    private final Object lock = new Object();

    // All guarded by lock.
    private final ArrayDeque<Piece> queue = new ArrayDeque<>(4);
    private long queuedBytes;
    private @Nullable Head head;
    private boolean last;
    private @Nullable Thread pumping;
    private boolean writable;
    private Mode mode = Mode.IDLE;

    // Touched by the pumping thread only.
    private @Nullable ServletOutputStream out;
    private boolean unflushed;

    /**
     * Takes over the response of a request that has been made asynchronous.
     *
     * @param gone called when the client is found to be gone before everything was written; at most once
     */
    AsyncOutput(AsyncContext context, Runnable gone) {
        this.context = context;
        this.gone = gone;
        context.addListener(this);
    }

    /** Says how the response starts. Called once, before anything is added. */
    void begin(Head value) {
        synchronized (lock) {
            head = value;
        }
    }

    void add(byte[] array, int offset, int length) {
        synchronized (lock) {
            if (mode != Mode.ENDED && !last) {
                queue.add(new Piece(array, offset, length));
                queuedBytes += length;
            }
        }
    }

    /** Nothing more is added; the request completes when all is written. */
    void finish() {
        synchronized (lock) {
            last = true;
        }
    }

    int queuedPieces() {
        synchronized (lock) {
            return queue.size();
        }
    }

    long queuedBytes() {
        synchronized (lock) {
            return queuedBytes;
        }
    }

    /** Drops what waits and ends the request as it stands. */
    void abort() {
        synchronized (lock) {
            if (mode == Mode.ENDED) {
                return;
            }
            mode = Mode.ENDED;
            queue.clear();
            queuedBytes = 0;
        }
        complete();
    }

    /** Writes what can be written now. Call it after adding, without locks that a callback could want. */
    void pump() {
        synchronized (lock) {
            if (pumping != null || mode == Mode.ENDED || head == null) {
                return;
            }
            pumping = Thread.currentThread();
        }
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (IOException | IllegalStateException e) {
            // The containers throw the second one when a request ended beneath us.
            lost();
            synchronized (lock) {
                leave();
            }
        }
    }

    /** The pumping thread is out of the container. */
    private void leave() {
        pumping = null;
        lock.notifyAll();
    }

    /** One step; false if there is nothing to do until somebody adds or the container calls. */
    private boolean step() throws IOException {
        ServletOutputStream stream = out;
        if (stream == null) {
            return start();
        }
        if (!ready(stream)) {
            return false;
        }
        Piece piece;
        boolean end;
        synchronized (lock) {
            piece = queue.poll();
            end = piece == null && last && !unflushed;
            if ((piece == null && !end && !unflushed) || (end && mode == Mode.ENDED)) {
                leave();
                return false;
            }
            if (end) {
                mode = Mode.ENDED;
            }
            if (piece != null) {
                queuedBytes -= piece.length;
            }
        }
        if (end) {
            complete();
            synchronized (lock) {
                leave();
            }
            return false;
        }
        if (piece == null) {
            unflushed = false;
            stream.flush();
        } else {
            unflushed = true;
            stream.write(piece.array, piece.offset, piece.length);
        }
        return true;
    }

    private boolean start() throws IOException {
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        boolean small;
        synchronized (lock) {
            if (mode == Mode.ENDED) {
                leave();
                return false;
            }
            small = last && queuedBytes <= SMALL;
            if (head != null) {
                apply(head, response);
            }
            mode = small ? Mode.ENDED : Mode.LISTENING;
        }
        if (small) {
            writeSmall(response);
            return false;
        }
        out = response.getOutputStream();
        out.setWriteListener(this);
        synchronized (lock) {
            if (!writable) {
                leave();
                return false;
            }
        }
        return true;
    }

    private void writeSmall(HttpServletResponse response) throws IOException {
        try {
            for (Piece piece : queue) { // nobody adds or clears any more: the mode has ended
                response.getOutputStream().write(piece.array, piece.offset, piece.length);
            }
        } finally {
            complete();
            synchronized (lock) {
                leave();
            }
        }
    }

    private static void apply(Head head, HttpServletResponse response) {
        response.setStatus(head.status());
        if (head.contentType() != null) {
            response.setContentType(head.contentType());
        }
        head.headers().forEach(response::setHeader);
    }

    /** Whether the container takes bytes now. If not, it calls {@link #onWritePossible}, perhaps before we have left. */
    private boolean ready(ServletOutputStream stream) {
        synchronized (lock) {
            if (mode == Mode.ENDED || !writable) {
                leave();
                return false;
            }
            writable = false;
        }
        boolean ready = stream.isReady();
        synchronized (lock) {
            writable |= ready;
            if (writable) {
                return true;
            }
            leave();
            return false;
        }
    }

    private void lost() {
        synchronized (lock) {
            if (mode == Mode.ENDED) {
                return;
            }
            mode = Mode.ENDED;
            queue.clear();
            queuedBytes = 0;
        }
        complete();
        gone.run();
    }

    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has completed it already, after an error that it told us or will tell us.
            return;
        }
    }

    @Override
    public void onWritePossible() {
        synchronized (lock) {
            writable = true;
        }
        pump();
    }

    @Override
    public void onError(Throwable cause) {
        lostToContainer();
    }

    @Override
    public void onError(AsyncEvent event) {
        lostToContainer();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        lostToContainer();
    }

    /**
     * The container says that the client is gone. When it has said so it takes the response back and gives it to the next
     * request (Tomcat does), so that a thread of ours must not be in the middle of a write to it, which would break that
     * one. A write does not block, so that this wait is short; it is bounded all the same.
     */
    private void lostToContainer() {
        long end = System.nanoTime() + LONGEST_CALL_NANOS;
        synchronized (lock) {
            boolean interrupted = false;
            long left = LONGEST_CALL_NANOS;
            writable = false;
            while (pumping != null && pumping != Thread.currentThread() && left > 0) {
                try {
                    lock.wait(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    interrupted = true;
                    break;
                }
                left = end - System.nanoTime();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        lost();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        boolean early;
        synchronized (lock) {
            early = mode != Mode.ENDED;
            mode = Mode.ENDED;
            queue.clear();
            queuedBytes = 0;
        }
        if (early) {
            gone.run();
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The request is never started anew.
    }
}
