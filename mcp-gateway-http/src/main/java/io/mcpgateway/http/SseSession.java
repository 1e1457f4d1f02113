package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import jakarta.servlet.AsyncContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client of the HTTP+SSE transport (specification 2024-11-05, basic/transports): everything that it hears comes on one
 * event stream, and it is gone when that ends. Thread-safe.
 */
final class SseSession implements ClientGate.MessageStream, Ticker.Ticked {
    private final String id;
    private final String principal;
    private final GatewayServletOptions options;
    private final Consumer<SseSession> onEnd;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile ClientGate.@Nullable Conversation conversation;

    // All guarded by this.
    private @Nullable AsyncOutput output;
    private boolean ended;
    private long lastWrite = System.nanoTime();

    SseSession(String id, String principal, GatewayServletOptions options, Consumer<SseSession> onEnd) {
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

    /** Requests that have no answer yet. */
    int unanswered() {
        return unanswered.get();
    }

    /** Gives the session its conversation, which is opened with the session as its stream. */
    void bind(ClientGate.Conversation value) {
        conversation = value;
    }

    /** Starts the stream: its first event says where to send messages to. */
    void start(AsyncContext context, String endpoint) {
        AsyncOutput opened = new AsyncOutput(context, this::close);
        synchronized (this) {
            output = opened;
            byte[] first = EventStream.endpoint(endpoint);
            opened.begin(EventStream.head(Map.of()));
            opened.add(first, 0, first.length);
            if (ended) {
                opened.finish();
            }
        }
        opened.pump();
    }

    /** Takes a message of the client; what belongs to it comes on the stream. */
    void receive(JsonText message) {
        ClientGate.Conversation bound = requireNonNull(conversation, "conversation");
        unanswered.incrementAndGet();
        boolean answerComes = false;
        try {
            answerComes = bound.receive(message, new Replies()).kind() != ClientGate.Receipt.Kind.ONE_WAY;
        } finally {
            if (!answerComes) {
                unanswered.decrementAndGet();
            }
        }
    }

    @Override
    public void send(JsonText message) {
        write(message, false);
    }

    private void write(JsonText message, boolean answer) {
        AsyncOutput target;
        boolean slow;
        synchronized (this) {
            target = output;
            if (target == null || ended) {
                return;
            }
            byte[] event = EventStream.event(message);
            slow = !answer
                    && (target.queuedPieces() >= options.queuedMessages()
                            || target.queuedBytes() + event.length > options.queuedBytes());
            if (slow && Expendable.isLeftOut(message)) {
                return;
            }
            if (!slow) {
                target.add(event, 0, event.length);
                lastWrite = System.nanoTime();
            }
        }
        if (slow) {
            // Nothing of this transport can be asked for again, so a client that misses a message must see that it
            // does.
            target.abort();
            close();
        } else {
            target.pump();
        }
    }

    /** Shows a sign of life after silence, which is also how a client that is gone is noticed. */
    @Override
    public void tick(long now) {
        AsyncOutput target;
        synchronized (this) {
            target = output;
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
    public boolean endsWithItsClient() {
        return true;
    }

    @Override
    public void end(String reason) {
        AsyncOutput target;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            target = output;
            if (target != null) {
                target.finish();
            }
        }
        onEnd.accept(this);
        if (target != null) {
            target.pump();
        }
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Ends the session and its conversation. */
    void close() {
        end("closed");
        ClientGate.Conversation bound = conversation;
        if (bound != null) {
            bound.close();
        }
    }

    /** Takes the answer of one request. */
    private final class Replies implements ClientGate.ReplyStream {
        @Override
        public void send(JsonText message) {
            write(message, false);
        }

        @Override
        public void end(JsonText response, ClientGate.ReplyStatus status) {
            unanswered.decrementAndGet();
            write(response, true);
        }

        @Override
        public void cancelled() {
            unanswered.decrementAndGet();
        }
    }
}
