package io.mcpgateway.http;

import io.mcpgateway.model.JsonText;
import jakarta.servlet.AsyncContext;
import org.jspecify.annotations.Nullable;

/**
 * One event stream of a legacy session. It outlives the connections that carry it: what is published while there is none
 * is kept, within the bounds of the {@link EventStore}, until a client asks for it. Of several connections the last one has
 * it, because a client that reconnects must not be locked out by its own half-dead connection. Thread-safe; guarded by
 * the store.
 */
final class ResumableStream {
    private static final Runnable NOBODY = () -> {};

    private final EventStore store;
    private final int number;

    // All guarded by store.
    private long next;
    /** Events below this number went out on a connection. */
    private long out;
    /** Events from this number on are all kept. */
    private long kept;

    private boolean ended;
    private long endedAt;
    private @Nullable Connection connection;

    private static final class Connection {
        private final AsyncOutput output;
        private final Runnable released;
        private final long since = System.nanoTime();
        private long lastWrite = since;

        Connection(AsyncOutput output, Runnable released) {
            this.output = output;
            this.released = released;
        }
    }

    ResumableStream(EventStore store, int number, boolean ended) {
        this.store = store;
        this.number = number;
        this.ended = ended;
    }

    int number() {
        return number;
    }

    /**
     * From now on this connection carries the stream. What waited for one goes first. The caller pumps the output.
     *
     * @param released called, without locks, when another connection takes over or the stream lets go of this one
     */
    void carry(AsyncOutput output, Runnable released) {
        Connection replaced;
        synchronized (store) {
            replaced = take(output, released);
            if (store.primes() && !ended) {
                byte[] priming = EventStream.priming(id(next++));
                output.add(priming, 0, priming.length);
            }
            hand(output, out);
        }
        finish(replaced);
    }

    /** Opens a connection that carries the stream. */
    void listen(AsyncContext context) {
        AsyncOutput output = open(context);
        carry(output, NOBODY);
        output.pump();
    }

    /** Opens a connection for a client that has seen everything up to an event, and carries on. */
    void resume(AsyncContext context, long after) {
        AsyncOutput output = open(context);
        Connection replaced;
        boolean gap;
        synchronized (store) {
            replaced = take(output, NOBODY);
            gap = !reaches(after);
            hand(output, after + 1);
        }
        finish(replaced);
        if (gap) {
            // It was dropped since the id was looked up. The client asks again, and is told.
            disconnected(output);
            output.abort();
            return;
        }
        output.pump();
    }

    private AsyncOutput open(AsyncContext context) {
        AsyncOutput[] self = new AsyncOutput[1];
        self[0] = EventStream.open(context, () -> disconnected(self[0]));
        return self[0];
    }

    private @Nullable Connection take(AsyncOutput output, Runnable released) {
        Connection replaced = connection;
        connection = new Connection(output, released);
        return replaced;
    }

    private void hand(AsyncOutput output, long from) {
        for (EventStore.Event event : store.from(this, from)) {
            output.add(event.text(), 0, event.text().length);
        }
        out = next;
        if (ended) {
            connection = null;
            output.finish();
        }
    }

    /** A connection is gone. */
    void disconnected(@Nullable AsyncOutput output) {
        synchronized (store) {
            if (connection != null && connection.output == output) {
                connection = null;
            }
        }
    }

    /** Sends a message, or keeps it for the next connection; nothing comes after the last one. */
    void publish(JsonText message, boolean last) {
        AsyncOutput target = null;
        Connection slow = null;
        synchronized (store) {
            if (ended) {
                return;
            }
            byte[] event = EventStream.event(id(next), message);
            if (connection != null && !last && isSlow(connection.output, event.length)) {
                if (Expendable.isLeftOut(message)) {
                    return;
                }
                slow = connection;
                connection = null;
            }
            if (connection != null) {
                target = connection.output;
                target.add(event, 0, event.length);
                connection.lastWrite = System.nanoTime();
                out = next + 1;
            }
            store.keep(new EventStore.Event(this, next++, event));
            if (last) {
                close();
            }
        }
        if (target != null) {
            target.pump();
        }
        if (slow != null) {
            slow.output.abort();
            slow.released.run();
        }
    }

    private boolean isSlow(AsyncOutput output, int more) {
        return output.queuedPieces() >= store.options.queuedMessages()
                || output.queuedBytes() + more > store.options.queuedBytes();
    }

    /** Ends the stream without another message. */
    void end() {
        Connection open;
        synchronized (store) {
            if (ended) {
                return;
            }
            open = connection;
            close();
        }
        if (open != null) {
            open.output.pump();
            open.released.run();
        }
    }

    private void close() {
        ended = true;
        endedAt = System.nanoTime();
        if (connection != null) {
            connection.output.finish();
            connection = null;
        }
        store.forgetIfSpent(this);
    }

    /** Shows a sign of life after silence, and lets go of a connection that is open for long. */
    void tick(long now) {
        Connection open;
        boolean leave;
        synchronized (store) {
            open = connection;
            if (open == null) {
                return;
            }
            long longest = store.options.longestConnection().toNanos();
            leave = longest > 0 && store.primes() && now - open.since >= longest;
            if (leave) {
                byte[] retry = EventStream.retry(store.options.retry());
                open.output.add(retry, 0, retry.length);
                connection = null;
            } else if (now - open.lastWrite >= store.options.keepAlive().toNanos()) {
                open.lastWrite = now;
                if (open.output.queuedPieces() == 0) { // else the client reads slowly; more bytes would not help
                    open.output.add(EventStream.COMMENT, 0, EventStream.COMMENT.length);
                }
            }
        }
        if (leave) {
            finish(open);
        } else {
            open.output.pump();
        }
    }

    private static void finish(@Nullable Connection replaced) {
        if (replaced != null) {
            replaced.output.finish();
            replaced.output.pump();
            replaced.released.run();
        }
    }

    private String id(long event) {
        return number + "-" + event;
    }

    // ---- for the store, which holds its own monitor ----

    /** Whether an event exists and all that followed it is kept. */
    boolean reaches(long event) {
        return event < next && event + 1 >= kept;
    }

    boolean wentOut(long event) {
        return event < out;
    }

    void forget(long event) {
        kept = Math.max(kept, event + 1);
    }

    /** Whether nobody can ask for anything of it any more. */
    boolean isSpent() {
        return ended && kept >= next;
    }

    boolean endedBefore(long moment) {
        return ended && endedAt - moment < 0;
    }
}
