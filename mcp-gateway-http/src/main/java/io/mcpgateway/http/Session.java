package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import jakarta.servlet.AsyncContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One legacy session: its conversation, its event streams, and among them the one for messages that belong to no request.
 * A second connection for that one replaces the first. Thread-safe.
 */
final class Session implements ClientGate.MessageStream, Ticker.Ticked {
    private final String id;
    private final String principal;
    private final Consumer<Session> onEnd;
    private final EventStore events;
    private final ResumableStream standalone;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile ClientGate.@Nullable Conversation conversation;

    Session(String id, String principal, GatewayServletOptions options, Consumer<Session> onEnd) {
        this.id = id;
        this.principal = principal;
        this.onEnd = onEnd;
        this.events = new EventStore(options);
        this.standalone = events.open();
    }

    String id() {
        return id;
    }

    String principal() {
        return principal;
    }

    /** The session's event streams. */
    EventStore events() {
        return events;
    }

    /** Gives the session its conversation, which is opened with the session as its stream. */
    void bind(ClientGate.Conversation value) {
        conversation = value;
    }

    ClientGate.Conversation conversation() {
        return requireNonNull(conversation, "conversation");
    }

    /** The handshake has come to a revision. */
    void negotiated(String revision) {
        if (Revisions.knowsPriming(revision)) {
            events.prime();
        }
    }

    /** Opens a connection for messages that belong to no request. */
    void listen(AsyncContext context) {
        standalone.listen(context);
    }

    @Override
    public void send(JsonText message) {
        standalone.publish(message, false);
    }

    /** Looks after the streams. */
    @Override
    public void tick(long now) {
        events.tick(now);
    }

    @Override
    public void end(String reason) {
        end(() -> {});
    }

    /** Ends the session and its conversation. */
    void close() {
        ClientGate.Conversation bound = conversation;
        end(bound == null ? () -> {} : bound::close);
    }

    /** Requests in flight end with the conversation, which is before their streams do. */
    private void end(Runnable before) {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(this);
            before.run();
            events.close();
        }
    }
}
