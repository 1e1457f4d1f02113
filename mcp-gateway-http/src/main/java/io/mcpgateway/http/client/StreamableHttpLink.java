package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A link over Streamable HTTP to a server of the legacy era (2025-03-26 to 2025-11-25): each message is a POST of its own
 * ({@link PostCall}), messages that belong to no request come on a GET ({@link ListenStream}). The session id and the
 * negotiated version are taken from the answer to {@code initialize} as it passes by. Thread-safe.
 */
final class StreamableHttpLink implements Link {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final String INITIALIZED = "notifications/initialized";
    private static final int MAX_SESSION_ID = 1024;
    private static final Duration DELETE_TIMEOUT = Duration.ofSeconds(5);
    private static final Members.Index RESULT = Members.Index.guarded("protocolVersion");

    /** What the transport itself says; a configured header cannot change it. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "last-event-id",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final GuardedClient client;
    private final RemoteTarget target;
    private final Checked endpoint;
    private final Listener listener;
    private final Consumer<StreamableHttpLink> onClosed;
    private final RemoteErrors errors;
    private final ListenStream listening;
    private final Map<Long, PostCall> inFlight = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<PostCall> held = new ArrayList<>(); // and its guard
    private boolean holding;
    private volatile @Nullable Session session;
    private volatile @Nullable String version;

    /** A session id and the origin that gave it, the only one that it is sent to. */
    private record Session(String id, String origin) {}

    StreamableHttpLink(
            GuardedClient client,
            RemoteTarget target,
            Checked endpoint,
            Listener listener,
            Consumer<StreamableHttpLink> onClosed) {
        this.client = client;
        this.target = target;
        this.endpoint = endpoint;
        this.listener = listener;
        this.onClosed = onClosed;
        this.errors = new RemoteErrors(
                "Server '" + target.server() + "'", target.headers().values());
        this.listening = new ListenStream(this);
    }

    @Override
    public void send(Message message) {
        boolean request = message.kind() == Message.Kind.REQUEST;
        if (closed.get()) {
            if (request) {
                listener.failed(
                        message.id(), errors.other(ErrorCode.SERVER_UNAVAILABLE, endpoint, "the link is closed"));
            }
            return;
        }
        PostCall call = new PostCall(this, message);
        if (request) {
            inFlight.put(message.id(), call);
        }
        if (!held(call, message)) {
            call.start();
        }
        if (closed.get()) {
            call.abandon(); // closed between the check and the entry: nobody else would end it
        }
    }

    /**
     * Holds back what follows {@code notifications/initialized} until that was taken: each message is a request of its own,
     * and some servers refuse one that overtakes it.
     */
    private boolean held(PostCall call, Message message) {
        synchronized (held) {
            if (holding) {
                held.add(call);
                return true;
            }
            holding = message.method().equals(INITIALIZED);
            return false;
        }
    }

    /** A message without an answer is through, well or not. */
    void settled(Message message) {
        if (!message.method().equals(INITIALIZED)) {
            return;
        }
        List<PostCall> released;
        synchronized (held) {
            holding = false;
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(PostCall::start);
    }

    @Override
    public void close() {
        Session open = session;
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (open != null && open.origin().equals(endpoint.origin())) {
            Request delete = request(endpoint, HttpMethod.DELETE, DELETE_TIMEOUT);
            delete.send(result -> {
                // Told as a courtesy; a server may refuse, and sessions end by themselves.
            });
        }
        finish(errors.other(ErrorCode.SERVER_UNAVAILABLE, endpoint, "the link was closed"));
    }

    /** The server no longer knows the session: the link is of no more use. */
    void lost(GatewayException cause) {
        if (closed.compareAndSet(false, true)) {
            finish(cause);
        }
    }

    private void finish(GatewayException cause) {
        onClosed.accept(this);
        listening.stop();
        List.copyOf(inFlight.values()).forEach(PostCall::abandon);
        inFlight.clear();
        listener.closed(cause);
    }

    boolean isClosed() {
        return closed.get();
    }

    GuardedClient client() {
        return client;
    }

    Checked endpoint() {
        return endpoint;
    }

    RemoteTarget target() {
        return target;
    }

    RemoteErrors errors() {
        return errors;
    }

    Listener listener() {
        return listener;
    }

    int maxMessageBytes() {
        return (int) Math.min(target.maxMessageBytes(), Integer.MAX_VALUE - 8);
    }

    /** A request with the headers that every request of this link has. */
    Request request(Checked address, HttpMethod method, Duration idle) {
        return client.request(address, target.access(), idle)
                .method(method)
                .headers(fields -> headers(fields, address));
    }

    private void headers(HttpFields.Mutable fields, Checked address) {
        if (address.origin().equals(endpoint.origin())) {
            target.headers().forEach((name, value) -> {
                if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                    fields.put(name, value.reveal());
                }
            });
        }
        fields.put(HttpHeader.ACCEPT, MediaTypes.JSON + ", " + MediaTypes.EVENTS);
        if (hasSession(address)) {
            Session open = session;
            if (open != null) {
                fields.put(SESSION, open.id());
            }
        }
        if (version != null) {
            fields.put(VERSION, version);
        }
    }

    /** Whether a request to this address carries a session id. */
    boolean hasSession(Checked address) {
        Session open = session;
        return open != null && open.origin().equals(address.origin());
    }

    /** Learns the session from the head of the answer to {@code initialize}. */
    void opened(Response response, Checked address) {
        String id = response.getHeaders().get(SESSION);
        if (id == null) {
            return;
        }
        if (id.isEmpty() || id.length() > MAX_SESSION_ID || !id.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            listener.noise("a session id that is not visible ASCII");
            return;
        }
        session = new Session(id, address.origin());
    }

    /** Learns the version from the answer to {@code initialize}. */
    private void negotiated(Envelope answer) {
        JsonText result = answer.result();
        if (result == null) {
            return;
        }
        try {
            String named = Members.of(result, RESULT).string(0);
            if (named != null && named.matches("[\\x21-\\x7e]{1,64}")) {
                version = named;
            }
        } catch (MalformedMessageException e) {
            listener.noise("an answer to initialize without a usable protocol version");
        }
    }

    /** Hands on one message that came from the server, whatever stream it came on. */
    void deliver(byte[] bytes) {
        if (closed.get()) {
            return;
        }
        Envelope message;
        try {
            message = Envelope.scan(JsonText.of(bytes));
        } catch (MalformedMessageException e) {
            listener.noise("a message that is not JSON-RPC: " + e.getMessage());
            return;
        }
        if (message.kind() == Envelope.Kind.RESULT || message.kind() == Envelope.Kind.ERROR) {
            PostCall call = inFlight.get(message.numericId());
            if (call != null && call.answered() && call.isInitialize()) {
                negotiated(message);
            }
        }
        listener.message(message.text());
    }

    /** A request failed; the link lives on. */
    void failed(long id, GatewayException cause) {
        if (!closed.get()) {
            listener.failed(id, cause);
        }
    }

    void forget(long id, PostCall call) {
        inFlight.remove(id, call);
    }

    /** A message without an answer was accepted by the server. */
    void accepted(Message message) {
        if (message.method().equals(INITIALIZED)) {
            listening.start();
        } else if (message.method().equals("notifications/cancelled")) {
            cancelled(message);
        }
    }

    /** The server was told; whatever it does, nobody waits for the answer any more. */
    private void cancelled(Message message) {
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
