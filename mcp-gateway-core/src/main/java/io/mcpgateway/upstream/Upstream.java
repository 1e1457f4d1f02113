package io.mcpgateway.upstream;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's side of a conversation with one server over one link: ids and progress tokens are mapped here, in both
 * directions, and forgotten when a call ends, also when it ends badly. No thread waits for a server: a call in flight is an
 * entry in a table. Thread-safe; each table and each level is owned by a part.
 */
public final class Upstream implements Link.Listener {
    private final String server;
    private final Duration callTimeout;
    private final Events events;
    private final RequestIds ids = new RequestIds();
    private final PendingCalls pending = new PendingCalls();
    private final Attribution attribution;
    private final Questions questions;
    private final Listening listening;
    private final ServerLogLevel logLevel;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile @Nullable Link link;
    private volatile @Nullable GatewayException closedBy;
    private volatile @Nullable ServerHello hello;
    private volatile boolean overHttp;
    private volatile boolean endedByGateway;
    private final AtomicLong served = new AtomicLong();

    /** Hears what concerns the whole server and no call. Does not block. */
    interface Events {
        /** A list has changed; {@code method} is the notification's. */
        void listChanged(Upstream upstream, String method);

        /** A notification came that belongs to no call in flight, such as a log message. */
        void notification(String method, @Nullable JsonText params);

        /** A resource that somebody has subscribed to has changed. */
        void resourceUpdated(Upstream upstream, JsonText params);

        /** The server asks while no call is in flight; false if nobody can answer. */
        boolean asked(Question question);

        /** Something was skipped: junk, a late or duplicate answer, an unknown message. */
        void noise(String what);

        /** The conversation is over. */
        void closed(Upstream upstream, GatewayException cause);

        /** The conversation is over, and nothing is left of what was at its other end. */
        default void gone(Upstream upstream) {}

        /** Whether it waits for a use that has not come. */
        default boolean isStandby() {
            return false;
        }

        /** Whether somebody has leased it now. */
        default boolean isLeased() {
            return false;
        }
    }

    /**
     * A conversation.
     *
     * @param own what the gateway says of itself in requests of its own
     * @param mostQuestions how many questions of the server may be open
     */
    Upstream(
            String server,
            CapabilityProfile profile,
            ClientFacts own,
            Duration callTimeout,
            int mostQuestions,
            Events events) {
        this.server = server;
        this.callTimeout = callTimeout;
        this.events = events;
        this.questions = new Questions(server, profile, mostQuestions, this::respond, this::notify);
        this.listening = new Listening(this, events);
        this.logLevel = new ServerLogLevel(this, events);
        this.outgoing = new Outgoing(own);
        this.attribution = new Attribution(server, pending, events);
        this.incoming = new Incoming(this, callTimeout, pending, attribution, questions, events);
    }

    /** The server's name. */
    public String server() {
        return server;
    }

    /** What the server said of itself; null before the handshake. */
    public @Nullable ServerHello hello() {
        return hello;
    }

    /** The runtime's id for the workload at the other end; empty if there is none. */
    String workloadId() {
        Link current = link;
        return current == null ? "" : current.id();
    }

    /** What the server wrote last to standard error; empty if nothing is known. */
    String lastWords() {
        Link current = link;
        return current == null ? "" : current.lastWords();
    }

    void attach(Link opened, boolean http) {
        overHttp = http;
        link = opened;
        if (closed.get()) {
            opened.close();
        }
    }

    void greeted(ServerHello answer) {
        hello = answer;
    }

    /** Whether annotated arguments of tools are mirrored into headers: over HTTP, in the modern era. */
    public boolean mirrorsArguments() {
        return overHttp && isModern();
    }

    /** Whether the server speaks the modern era; false before the handshake. */
    public boolean isModern() {
        ServerHello greeted = hello;
        return greeted != null && greeted.era() == Era.MODERN;
    }

    /** Makes the server tell of changes of its lists, and of the resources that are subscribed to. */
    public Listening listening() {
        return listening;
    }

    /** Whether the conversation goes on. */
    public boolean isOpen() {
        return !closed.get();
    }

    /** Whether there is a link, and so something at the other end. */
    boolean isAttached() {
        return link != null;
    }

    /** Whether the gateway has ended the conversation, not the server. */
    boolean isEndedByGateway() {
        return endedByGateway;
    }

    /** How many requests of clients were sent. */
    long served() {
        return served.get();
    }

    /** How many requests of clients the server has not answered. */
    int clientCalls() {
        return pending.ofClients().size();
    }

    /** Sends a request. Returns its id, by which it can be {@link #cancel}led; 0 if the call failed at once. */
    public long call(UpstreamCall call) {
        return call(call, callTimeout);
    }

    long call(UpstreamCall call, Duration timeout) {
        return send(call, timeout, false);
    }

    /** Asks a server of unknown era what it is, as the modern era does. */
    long probe(UpstreamCall call, Duration timeout) {
        return send(call, timeout, true);
    }

    private long send(UpstreamCall call, Duration timeout, boolean asModern) {
        long id = ids.next();
        attribution.calledBy(call.session());
        call.numbered(id);
        pending.add(id, call, timeout);
        Link current = link;
        if (closed.get() || current == null) {
            failed(id, gone());
            return 0;
        }
        try {
            current.send(outgoing.request(id, call, asModern || isModern()));
        } catch (MalformedMessageException e) {
            pending.take(id);
            call.failed(new GatewayException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e));
            return 0;
        }
        if (!call.session().isEmpty()) {
            served.incrementAndGet();
            questions.called(call);
        }
        return id;
    }

    /** A client session wants the server's log messages from this level on, until {@link #sessionEnded}. */
    public void logLevel(String session, String level) {
        logLevel.want(session, level);
    }

    /** A client session is over. */
    void sessionEnded(String session) {
        logLevel.ended(session);
    }

    /** Sends a notification. */
    public void notify(String method, @Nullable JsonText params) {
        Link current = link;
        if (current != null && !closed.get()) {
            current.send(Outgoing.notification(method, params, isModern()));
        }
    }

    private void respond(JsonText response) {
        Link current = link;
        if (current != null && !closed.get()) {
            current.send(Outgoing.response(response));
        }
    }

    /** The caller no longer waits. The server is told; the call hears nothing any more. */
    public boolean cancel(long id, String reason) {
        UpstreamCall call = pending.take(id);
        if (call == null) {
            return false;
        }
        incoming.expectLate();
        // The specification forbids to cancel initialize.
        if (!call.method().equals("initialize")) {
            notify(
                    "notifications/cancelled",
                    JsonText.of("{\"requestId\":" + id + ",\"reason\":" + Messages.quote(reason) + "}"));
        }
        return true;
    }

    /**
     * The server has ended a subscription of ours (specification 2026-07-28, basic/patterns/cancellation); there is nothing
     * else that it may end like this.
     */
    void ended(long id) {
        UpstreamCall call = pending.get(id);
        if (call == null || !call.method().equals(Listen.METHOD) || pending.take(id) != call) {
            return;
        }
        if (overHttp) {
            notify("notifications/cancelled", JsonText.of("{\"requestId\":" + id + "}")); // closes the stream
        }
        call.failed(new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "it ended the subscription"));
    }

    /** More time for a call: its client is thinking. */
    public void extend(long id, Duration more) {
        pending.extend(id, more);
    }

    /** At least as much time for a call as a new one has: what it waits for makes progress. */
    public void prolong(long id) {
        pending.prolong(id, callTimeout);
    }

    /** Fails the calls that have taken too long. Called now and then by the pool. */
    void failOverdue() {
        pending.overdue((id, call) -> {
            if (cancel(id, "timed out")) {
                call.failed(new GatewayException(
                        ErrorCode.TIMEOUT, "Server '" + server + "' did not answer " + call.method() + " in time"));
            }
        });
        questions.expire();
        listening.tick();
    }

    int inFlight() {
        return pending.size();
    }

    void close() {
        close(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE, "The conversation with server '" + server + "' was closed"));
    }

    void close(GatewayException cause) {
        if (!closed.get()) {
            endedByGateway = true; // or else it has ended by itself, and this tidies up
        }
        over(cause);
        // Read after the flag is up: attach() writes the link before it looks at the flag, so one of both closes it.
        Link current = link;
        if (current != null) {
            current.close();
        }
    }

    /** The server has answered a request; for the link that means that the server has read it. */
    void answered(long id) {
        Link current = link;
        if (current != null) {
            current.answered(id);
        }
    }

    @Override
    public void message(JsonText text) {
        incoming.message(text, 0);
    }

    @Override
    public void message(JsonText text, long stream) {
        incoming.message(text, stream);
    }

    @Override
    public void refused(long id, int status, GatewayException cause) {
        UpstreamCall call = pending.take(id);
        if (call != null) {
            call.refused(status, cause);
        }
    }

    @Override
    public void renewed() {
        logLevel.renewed();
        listening.renewed();
    }

    @Override
    public void failed(long id, GatewayException cause) {
        UpstreamCall call = pending.take(id);
        if (call != null) {
            call.failed(cause);
        }
    }

    @Override
    public void noise(String what) {
        events.noise(what);
    }

    @Override
    public void closed(GatewayException cause) {
        over(cause);
        events.gone(this);
    }

    private void over(GatewayException cause) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closedBy = cause;
        questions.close();
        pending.takeAll(call -> call.failed(cause));
        events.closed(this, cause);
    }

    private GatewayException gone() {
        GatewayException cause = closedBy;
        return cause == null
                ? new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' is not connected")
                : cause;
    }
}
