package io.mcpgateway.http.client;

import io.mcpgateway.http.client.Exchange.Ending;
import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A link over the HTTP+SSE transport of revision 2024-11-05: a GET brings an event that says where messages are to be
 * posted, and then all messages of the server. That stream is the conversation: when it is cut, the link is closed.
 * Thread-safe.
 */
final class SseLink implements Link {
    private static final Duration ENDPOINT_WITHIN = Duration.ofSeconds(15);
    private static final Duration POST_IDLE = Duration.ofMinutes(20);
    private static final Duration POST_IDLE_WITHOUT_ANSWER = Duration.ofMinutes(1);
    private static final int NOT_FOUND = 404;

    private final Remote remote;
    private final Listener listener;
    private final Consumer<Link> onClosed;
    private final Duration patience;
    private final Exchange stream;
    private final LegacySession session = new LegacySession();
    private final Turnstile turnstile = new Turnstile();
    private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
    private final Set<Exchange> posts = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long greeting;
    private volatile @Nullable Checked endpoint;
    private volatile Scheduler.@Nullable Task deadline;

    SseLink(Remote remote, Listener listener, Consumer<Link> onClosed) {
        this(remote, listener, onClosed, ENDPOINT_WITHIN);
    }

    /** A link that waits so long for the endpoint. */
    SseLink(Remote remote, Listener listener, Consumer<Link> onClosed, Duration patience) {
        this.patience = patience;
        this.remote = remote;
        this.listener = listener;
        this.onClosed = onClosed;
        this.stream = Exchange.get(remote).idle(Duration.ZERO).to(new Incoming());
        turnstile.shut(); // until the endpoint is known
    }

    @Override
    public void send(Message message) {
        boolean request = message.kind() == Message.Kind.REQUEST;
        if (closed.get()) {
            if (request) {
                listener.failed(message.id(), remote.unavailable(remote.endpoint(), "the link is closed"));
            }
            return;
        }
        if (!message.revision().isEmpty()) {
            if (request) {
                listener.refused(
                        message.id(),
                        NOT_FOUND,
                        remote.unavailable(
                                remote.endpoint(),
                                "it is reached over HTTP+SSE, which revision " + message.revision()
                                        + " does not have"));
            }
            return;
        }
        begin();
        if (request) {
            waiting.add(message.id());
            if (message.method().equals("initialize")) {
                greeting = message.id();
            }
        } else if (message.method().equals("notifications/cancelled")) {
            cancelled(message);
        }
        turnstile.pass(() -> post(message));
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            deadline = remote.client()
                    .later(
                            () -> end(remote.unavailable(
                                    remote.endpoint(),
                                    "it did not say within " + patience.toSeconds()
                                            + " s where messages are to be sent")),
                            patience);
            stream.start();
        }
    }

    private void post(Message message) {
        Checked to = endpoint;
        if (to == null || closed.get()) {
            return;
        }
        boolean last = message.method().equals(LegacyCall.INITIALIZED);
        if (last) {
            turnstile.shut(); // until it was taken
        }
        Outgoing outgoing = new Outgoing(message, last);
        Exchange exchange = Exchange.post(remote, message.text())
                .address(to)
                .idle(message.kind() == Message.Kind.REQUEST ? POST_IDLE : POST_IDLE_WITHOUT_ANSWER)
                .headers(session::put)
                .to(outgoing);
        outgoing.exchange = exchange;
        posts.add(exchange);
        exchange.start();
        if (closed.get()) {
            exchange.abort();
        }
    }

    /** The answer may never come; nobody waits for it. */
    private void cancelled(Message message) {
        try {
            Members params = Envelope.scan(message.text()).inParams();
            if (params != null) {
                waiting.remove(params.number(Envelope.REQUEST_ID, -1));
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The gateway sent a malformed message", e);
        }
    }

    @Override
    public void close() {
        end(remote.unavailable(remote.endpoint(), "the link was closed"));
    }

    private void end(GatewayException cause) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        onClosed.accept(this);
        stopDeadline();
        stream.abort();
        List.copyOf(posts).forEach(Exchange::abort);
        posts.clear();
        waiting.clear();
        listener.closed(cause);
    }

    private void stopDeadline() {
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
    }

    /** The stream that brings the endpoint, and then messages. */
    private final class Incoming implements Exchange.Handler {
        private Checked from = remote.endpoint();

        @Override
        public void opened(Response response, Checked address) {
            from = address;
        }

        @Override
        public void event(String type, byte[] data) {
            if (type.equals("endpoint")) {
                endpoint(data);
            } else if (type.equals("message") && endpoint == null) {
                end(remote.unavailable(from, "its event stream does not begin with an endpoint for messages"));
            } else if (type.equals("message") && data.length > 0 && !closed.get()) {
                deliver(data);
            }
        }

        private void endpoint(byte[] data) {
            if (endpoint != null) {
                listener.noise("a second endpoint for messages");
                return;
            }
            try {
                endpoint = SseEndpoint.read(remote, from, data);
            } catch (GatewayException e) {
                end(e);
                return;
            }
            stopDeadline();
            turnstile.open();
        }

        @Override
        public void oversized(Oversized seen) {
            if (!seen.request() && waiting.remove(seen.numericId())) {
                listener.failed(seen.numericId(), remote.tooLarge(from));
            } else {
                listener.noise("a message of " + seen.bytes() + " bytes, larger than the limit, was skipped");
            }
        }

        @Override
        public void ended(Ending ending) {
            GatewayException failure = ending.failure();
            if (ending.status() == 200 && ending.stream()) {
                end(remote.unavailable(
                        ending.address(), "its event stream was cut, and HTTP+SSE has no way to resume it"));
            } else if (failure != null) {
                end(failure);
            } else if (ending.succeeded()) {
                end(remote.unavailable(ending.address(), "it did not answer with a stream of events"));
            } else {
                end(remote.errors().status(ending.address(), ending.status(), ending.body()));
            }
        }
    }

    private void deliver(byte[] data) {
        Envelope message;
        try {
            message = Envelope.scan(JsonText.of(data));
        } catch (MalformedMessageException e) {
            listener.noise("a message that is not JSON-RPC: " + e.getMessage());
            return;
        }
        if (message.kind() == Envelope.Kind.RESULT || message.kind() == Envelope.Kind.ERROR) {
            long id = message.numericId();
            if (waiting.remove(id) && id == greeting && !session.negotiated(message)) {
                listener.noise("an answer to initialize without a usable protocol version");
            }
        }
        listener.message(message.text());
    }

    /** One message on its way; what the response says does not matter unless it is a refusal. */
    private final class Outgoing implements Exchange.Handler {
        private final Message message;
        private final boolean initialized;
        private @Nullable Exchange exchange;

        Outgoing(Message message, boolean initialized) {
            this.message = message;
            this.initialized = initialized;
        }

        @Override
        public void event(String type, byte[] data) {
            // Messages come on the stream.
        }

        @Override
        public void ended(Ending ending) {
            if (exchange != null) {
                posts.remove(exchange);
            }
            if (!ending.succeeded()) {
                refused(ending);
            }
            if (initialized) {
                turnstile.open();
            }
        }

        private void refused(Ending ending) {
            GatewayException failure = ending.failure();
            GatewayException cause = failure == null
                    ? remote.errors().status(ending.address(), ending.status(), ending.body())
                    : failure;
            if (message.kind() != Message.Kind.REQUEST) {
                listener.noise("a message that the server did not take: " + cause.getMessage());
                return;
            }
            if (closed.get() || !waiting.remove(message.id())) {
                return; // answered all the same, or nobody waits
            }
            if (failure != null) {
                listener.failed(message.id(), failure);
                return;
            }
            Answers.error(message.id(), ending.body())
                    .ifPresentOrElse(listener::message, () -> listener.refused(message.id(), ending.status(), cause));
        }
    }
}
