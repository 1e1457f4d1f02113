package io.mcpgateway.http.client;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP, or HTTP+SSE if that is what the server turns out to speak: when {@code initialize} is refused with a
 * status that says so, it is tried over the old transport at the same address; once a message has come there, that is the
 * link. Source: revision 2025-11-25, basic/transports, "Backwards Compatibility". Thread-safe.
 */
final class FallbackLink implements Link {
    private static final Set<Integer> PERHAPS_OLD = Set.of(400, 404, 405);

    private final Remote remote;
    private final Listener listener;
    private final Consumer<Link> onClosed;
    private final Link streamable;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Link current;
    private volatile @Nullable Message greeting;
    private volatile @Nullable Link trial;

    FallbackLink(Remote remote, Listener listener, Consumer<Link> onClosed) {
        this.remote = remote;
        this.listener = listener;
        this.onClosed = onClosed;
        this.streamable = new StreamableHttpLink(remote, new Streamable(), link -> {});
        this.current = streamable;
    }

    @Override
    public void send(Message message) {
        if (message.revision().isEmpty() && message.method().equals("initialize")) {
            greeting = message;
        }
        current.send(message);
    }

    @Override
    public void close() {
        current.close();
        Link tried = trial;
        if (tried != null) {
            tried.close();
        }
    }

    private void closed(GatewayException cause) {
        if (closed.compareAndSet(false, true)) {
            onClosed.accept(this);
            listener.closed(cause);
        }
    }

    /** What is heard over the new transport. */
    private final class Streamable implements Listener {
        @Override
        public void message(JsonText text) {
            listener.message(text);
        }

        @Override
        public void message(JsonText text, long stream) {
            listener.message(text, stream);
        }

        @Override
        public void failed(long id, GatewayException cause) {
            listener.failed(id, cause);
        }

        @Override
        public void refused(long id, int status, GatewayException cause) {
            Message first = greeting;
            if (first == null || first.id() != id || !PERHAPS_OLD.contains(status) || trial != null) {
                listener.refused(id, status, cause);
                return;
            }
            Link tried = new SseLink(remote, new Trial(first, status, cause), link -> {});
            trial = tried;
            tried.send(first);
            if (closed.get()) {
                tried.close();
            }
        }

        @Override
        public void renewed() {
            listener.renewed();
        }

        @Override
        public void noise(String what) {
            listener.noise(what);
        }

        @Override
        public void closed(GatewayException cause) {
            if (current == streamable) {
                FallbackLink.this.closed(cause);
            }
        }
    }

    /** What is heard over the old transport: until the first message, only whether it is spoken at all. */
    private final class Trial implements Listener {
        private final Message first;
        private final int status;
        private final GatewayException refusal;
        private final AtomicBoolean decided = new AtomicBoolean();
        private volatile boolean adopted;

        Trial(Message first, int status, GatewayException refusal) {
            this.first = first;
            this.status = status;
            this.refusal = refusal;
        }

        @Override
        public void message(JsonText text) {
            Link tried = trial;
            if (tried != null && decided.compareAndSet(false, true)) {
                current = tried;
                adopted = true;
                streamable.close();
            }
            if (adopted) {
                listener.message(text);
            }
        }

        @Override
        public void failed(long id, GatewayException cause) {
            if (adopted) {
                listener.failed(id, cause);
            } else {
                giveUp(cause);
            }
        }

        @Override
        public void refused(long id, int newer, GatewayException cause) {
            if (adopted) {
                listener.refused(id, newer, cause);
            } else {
                giveUp(cause);
            }
        }

        @Override
        public void noise(String what) {
            listener.noise(what);
        }

        @Override
        public void closed(GatewayException cause) {
            if (adopted) {
                FallbackLink.this.closed(cause);
            } else {
                giveUp(cause);
            }
        }

        /** It is not spoken: what the new transport said counts. */
        private void giveUp(GatewayException cause) {
            if (!decided.compareAndSet(false, true)) {
                return;
            }
            refusal.addSuppressed(cause);
            if (!closed.get()) {
                listener.refused(first.id(), status, refusal);
            }
            Link tried = trial;
            if (tried != null) {
                tried.close();
            }
        }
    }
}
