package io.mcpgateway.http.client;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A link over Streamable HTTP: each message is a POST of its own. The era is a property of the message, so that the same
 * link serves to find out which one the server speaks. A {@link ModernCall} stands for itself; a {@link LegacyCall} belongs
 * to a {@link LegacySession}, in which messages that belong to no request come on a {@link ListenStream}, and which is
 * begun anew ({@link Renewals}) when the server has forgotten it. Thread-safe.
 */
final class StreamableHttpLink implements Link {
    private static final String CANCELLED = "notifications/cancelled";
    private static final Duration DELETE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BATCH = 10_000;

    private final Remote remote;
    private final Listener listener;
    private final Consumer<Link> onClosed;
    private final Map<Long, PostCall> inFlight = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Turnstile turnstile = new Turnstile();
    private final Renewals renewals = new Renewals(this);
    private volatile LegacySession session = new LegacySession();
    private volatile @Nullable Message greeting;
    private volatile @Nullable ListenStream listening;

    StreamableHttpLink(Remote remote, Listener listener, Consumer<Link> onClosed) {
        this.remote = remote;
        this.listener = listener;
        this.onClosed = onClosed;
    }

    @Override
    public void send(Message message) {
        boolean request = message.kind() == Message.Kind.REQUEST;
        boolean modern = !message.revision().isEmpty();
        if (closed.get()) {
            if (request) {
                listener.failed(message.id(), remote.unavailable(remote.endpoint(), "the link is closed"));
            }
            return;
        }
        if (modern && message.method().equals(CANCELLED)) {
            cancelled(message); // closing the stream says it
            return;
        }
        if (!modern && message.method().equals("initialize")) {
            greeting = message;
            session = new LegacySession();
        }
        PostCall call = modern ? new ModernCall(this, message) : new LegacyCall(this, message);
        if (request) {
            inFlight.put(message.id(), call);
        }
        start(call, message, modern);
        if (closed.get()) {
            call.abandon(); // closed between the check and the entry: nobody else would end it
        }
    }

    private void start(PostCall call, Message message, boolean modern) {
        if (modern) {
            call.start();
        } else if (message.method().equals(LegacyCall.INITIALIZED)) {
            turnstile.pass(() -> {
                turnstile.shut(); // until it is settled
                call.start();
            });
        } else {
            turnstile.pass(call::start);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        LegacySession open = session;
        if (open.covers(remote.endpoint())) {
            remote.request(remote.endpoint(), HttpMethod.DELETE, DELETE_TIMEOUT)
                    .headers(fields -> open.put(fields, remote.endpoint()))
                    .send(result -> {
                        // Told as a courtesy; a server may refuse, and sessions end by themselves.
                    });
        }
        finish(remote.unavailable(remote.endpoint(), "the link was closed"));
    }

    /** The link is of no more use. */
    void end(GatewayException cause) {
        if (closed.compareAndSet(false, true)) {
            finish(cause);
        }
    }

    private void finish(GatewayException cause) {
        onClosed.accept(this);
        stopListening();
        renewals.stop();
        List.copyOf(inFlight.values()).forEach(PostCall::abandon);
        inFlight.clear();
        listener.closed(cause);
    }

    private void stopListening() {
        ListenStream stream = listening;
        if (stream != null) {
            stream.stop();
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    Remote remote() {
        return remote;
    }

    Turnstile turnstile() {
        return turnstile;
    }

    /** The session that legacy messages belong to now; without an id before the handshake and at servers that have none. */
    LegacySession session() {
        return session;
    }

    /** Listens to what comes in this session and belongs to no request. */
    void listen(LegacySession to) {
        stopListening();
        ListenStream stream = new ListenStream(this, to);
        listening = stream;
        stream.start();
        if (closed.get()) {
            stream.stop();
        }
    }

    /**
     * The server does not know this session any more.
     *
     * @param again what is to be done in the next one
     */
    void lost(LegacySession forgotten, Runnable again) {
        Message first = greeting;
        if (first != null && !closed.get()) {
            renewals.lost(forgotten, first, again);
        }
    }

    void renewed(LegacySession next) {
        session = next;
        if (!closed.get()) {
            listen(next);
            listener.renewed();
        }
    }

    /**
     * Hands on what came from the server.
     *
     * @param on whose stream it came on; null for the stream of those that belong to no request
     */
    void deliver(byte[] bytes, @Nullable PostCall on) {
        if (closed.get()) {
            return;
        }
        JsonText text = JsonText.of(bytes);
        try {
            if (session.batches() && isArray(bytes)) {
                for (JsonText element : Elements.of(text, MAX_BATCH)) {
                    deliver(Envelope.scan(element), on);
                }
            } else {
                deliver(Envelope.scan(text), on);
            }
        } catch (MalformedMessageException e) {
            noise("a message that is not JSON-RPC: " + e.getMessage());
        }
    }

    private static boolean isArray(byte[] bytes) {
        for (byte b : bytes) {
            if (b > ' ') {
                return b == '[';
            }
        }
        return false;
    }

    private void deliver(Envelope message, @Nullable PostCall on) {
        JsonText text = message.text();
        if (message.kind() == Envelope.Kind.RESULT || message.kind() == Envelope.Kind.ERROR) {
            PostCall call = inFlight.get(message.numericId());
            if (message.id() == null && on != null && on.isWaiting()) {
                text = Answers.withId(on.message.id(), message);
                call = on;
            }
            if (call != null) {
                call.answered(message);
            }
        }
        listener.message(text, on == null ? 0 : on.message.id());
    }

    void noise(String what) {
        listener.noise(what);
    }

    /** A request failed; the link lives on. */
    void failed(long id, GatewayException cause) {
        if (!closed.get()) {
            listener.failed(id, cause);
        }
    }

    /** A request was refused with this status; the link lives on. */
    void refused(long id, int status, GatewayException cause) {
        if (!closed.get()) {
            listener.refused(id, status, cause);
        }
    }

    /** How many requests wait for their end. */
    int inFlight() {
        return inFlight.size();
    }

    void forget(long id, PostCall call) {
        inFlight.remove(id, call);
    }

    /** The server knows, or will see it; whatever it does, nobody waits for the answer any more. */
    void cancelled(Message message) {
        try {
            Members params = Envelope.scan(message.text()).inParams();
            PostCall call = params == null ? null : inFlight.get(params.number(Envelope.REQUEST_ID, -1));
            if (call != null) {
                call.abandon();
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The gateway sent a malformed message", e);
        }
    }
}
