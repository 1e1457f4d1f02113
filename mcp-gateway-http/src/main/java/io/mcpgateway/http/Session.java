package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import jakarta.servlet.AsyncContext;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One legacy session: its conversation, and its stream for messages that belong to no request. A new stream replaces the
 * old one, because a client that reconnects must not be locked out by its own half-dead connection, and the specification
 * lets a server close such a stream at any time. While no stream is open, messages wait in a bounded queue whose oldest
 * ones are dropped. Thread-safe.
 */
final class Session implements ClientGate.MessageStream {
    private final String id;
    private final String principal;
    private final GatewayServletOptions options;
    private final Consumer<Session> onEnd;

    // All guarded by this.
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable AsyncOutput stream;
    private ClientGate.@Nullable Conversation conversation;
    private boolean ended;
    private long lastWrite = System.nanoTime();

    Session(String id, String principal, GatewayServletOptions options, Consumer<Session> onEnd) {
        this.id = id;
        this.principal = principal;
        this.options = options;
        this.onEnd = onEnd;
    }

    String id() {
        return id;
    }

    String principal() {
        return principal;
    }

    /** Gives the session its conversation, which is opened with the session as its stream. */
    synchronized void bind(ClientGate.Conversation value) {
        conversation = value;
    }

    synchronized ClientGate.Conversation conversation() {
        return requireNonNull(conversation, "conversation");
    }

    /** Opens the stream for messages that belong to no request. */
    void listen(AsyncContext context) {
        AsyncOutput[] self = new AsyncOutput[1];
        AsyncOutput opened = EventStream.open(context, () -> closed(self[0]));
        self[0] = opened;
        AsyncOutput replaced;
        synchronized (this) {
            replaced = stream;
            stream = opened;
            byte[] event = waiting.poll();
            while (event != null) {
                opened.add(event, 0, event.length);
                event = waiting.poll();
            }
            waitingBytes = 0;
            lastWrite = System.nanoTime();
            if (ended) {
                opened.finish();
            }
        }
        if (replaced != null) {
            replaced.finish();
            replaced.pump();
        }
        opened.pump();
    }

    private synchronized void closed(@Nullable AsyncOutput output) {
        if (stream == output) {
            stream = null;
        }
    }

    @Override
    public void send(JsonText message) {
        byte[] event = EventStream.event(message);
        AsyncOutput target;
        boolean slow = false;
        synchronized (this) {
            if (ended) {
                return;
            }
            target = stream;
            if (target != null
                    && (target.queuedPieces() >= options.queuedMessages()
                            || target.queuedBytes() + event.length > options.queuedBytes())) {
                slow = true;
                stream = null;
            }
            if (target == null || slow) {
                hold(event);
            } else {
                target.add(event, 0, event.length);
                lastWrite = System.nanoTime();
            }
        }
        if (target == null) {
            return;
        }
        if (slow) {
            target.abort();
        } else {
            target.pump();
        }
    }

    private void hold(byte[] event) {
        waiting.add(event);
        waitingBytes += event.length;
        while (waiting.size() > options.queuedMessages() || waitingBytes > options.queuedBytes()) {
            waitingBytes -= waiting.remove().length;
        }
    }

    /** Shows a sign of life on the stream when nothing was sent for a while. */
    void tick(long now) {
        AsyncOutput target;
        synchronized (this) {
            target = stream;
            if (target == null || now - lastWrite < options.keepAlive().toNanos()) {
                return;
            }
            lastWrite = now;
            if (target.queuedPieces() == 0) {
                target.add(EventStream.COMMENT, 0, EventStream.COMMENT.length);
            }
        }
        target.pump();
    }

    @Override
    public void end(String reason) {
        AsyncOutput target;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            target = stream;
            stream = null;
            waiting.clear();
        }
        onEnd.accept(this);
        if (target != null) {
            target.finish();
            target.pump();
        }
    }

    /** Ends the session and its conversation. */
    void close() {
        end("closed");
        ClientGate.Conversation bound;
        synchronized (this) {
            bound = conversation;
        }
        if (bound != null) {
            bound.close();
        }
    }
}
