package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's side of a conversation with one server over one link: ids and progress tokens are mapped here, in both
 * directions, and forgotten when a call ends, also when it ends badly. No thread waits for a server: a call in flight is an
 * entry in a table. Thread-safe; the table of pending calls is the only mutable state.
 */
public final class Upstream implements Link.Listener {
    private static final JsonText NONE = JsonText.of("");
    private static final String SEVERAL = "\n"; // no session key
    /** Late answers to cancelled calls are common; so many are an attack. */
    private static final int MOST_UNASKED = 10_000;

    private static final int MOST_OUTLIVING = 1000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String server;
    private final Duration callTimeout;
    private final Events events;
    private final ClientFacts own;
    private final Questions questions;
    private final Listening listening;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    /** Answered calls that go on as tasks, for their progress; they end with the conversation. */
    private final Map<Long, Pending> outliving = new ConcurrentHashMap<>();

    private final RequestIds ids = new RequestIds();
    private final AtomicInteger unasked = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The session that all calls came from; empty before the first, {@link #SEVERAL} if there were two. */
    private volatile String soleSession = "";

    private volatile @Nullable Link link;
    private volatile @Nullable GatewayException closedBy;
    private volatile @Nullable ServerHello hello;
    private volatile String logLevel = "";
    private volatile boolean overHttp;

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
    }

    private static final class Pending {
        private final UpstreamCall call;
        private volatile long deadline;

        Pending(UpstreamCall call, long deadline) {
            this.call = call;
            this.deadline = deadline;
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
        this.own = own;
        this.callTimeout = callTimeout;
        this.events = events;
        this.questions = new Questions(server, profile, mostQuestions, this::respond, this::notify);
        this.listening = new Listening(this, events);
    }

    /** The server's name. */
    public String server() {
        return server;
    }

    /** What the server said of itself; null before the handshake. */
    public @Nullable ServerHello hello() {
        return hello;
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

    /** Sends a request. Returns its id, by which it can be {@link #cancel}led; 0 if the call failed at once. */
    public long call(UpstreamCall call) {
        return call(call, callTimeout);
    }

    long call(UpstreamCall call, Duration timeout) {
        long id = ids.next();
        calledBy(call.session());
        pending.put(id, new Pending(call, now() + timeout.toMillis()));
        Link current = link;
        if (closed.get() || current == null) {
            if (pending.remove(id) != null) {
                call.failed(gone());
            }
            return 0;
        }
        try {
            current.send(isModern() ? modern(id, call) : legacy(id, call));
        } catch (MalformedMessageException e) {
            pending.remove(id);
            call.failed(new GatewayException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e));
            return 0;
        }
        if (!call.session().isEmpty()) {
            questions.called(call);
        }
        return id;
    }

    private static Link.Message legacy(long id, UpstreamCall call) throws MalformedMessageException {
        JsonText params = call.params();
        JsonText token = call.progressToken();
        JsonText meta = call.modernMeta();
        if (params != null && meta != null) {
            params = ClientFacts.outOf(params, meta, token == null ? null : JsonText.of(Long.toString(id)));
        } else if (params != null && token != null) {
            params = new Splice(params)
                    .replace(token, JsonText.of(Long.toString(id)))
                    .apply();
        }
        return new Link.Message(
                Link.Message.Kind.REQUEST,
                id,
                call.method(),
                Messages.request(id, call.method(), params, call.extras()));
    }

    /** Each request of the modern era says by itself what the handshake said in the legacy one. */
    private Link.Message modern(long id, UpstreamCall call) throws MalformedMessageException {
        ClientFacts facts = call.facts();
        JsonText token = call.progressToken() == null ? null : JsonText.of(Long.toString(id));
        JsonText params = (facts == null ? own : facts).into(call.params(), token);
        return new Link.Message(
                Link.Message.Kind.REQUEST,
                id,
                call.method(),
                Messages.request(id, call.method(), params, call.extras()),
                ClientFacts.REVISION,
                call.headers());
    }

    /** Asks a server of unknown era what it is, as the modern era does. */
    long probe(UpstreamCall call, Duration timeout) {
        long id = ids.next();
        pending.put(id, new Pending(call, now() + timeout.toMillis()));
        Link current = link;
        if (closed.get() || current == null) {
            if (pending.remove(id) != null) {
                call.failed(gone());
            }
            return 0;
        }
        try {
            current.send(modern(id, call));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The gateway's own words are malformed", e);
        }
        return id;
    }

    /** Makes the server log from this level on, if it takes levels and has another one now. */
    public void logLevel(String level) {
        ServerHello greeted = hello;
        if (greeted == null
                || greeted.era() == Era.MODERN
                || !greeted.features().logging()
                || level.equals(logLevel)) {
            return;
        }
        logLevel = level;
        call(new UpstreamCall("logging/setLevel", JsonText.of("{\"level\":" + Messages.quote(level) + "}"), NONE) {
            @Override
            protected void answered(Envelope response) {
                if (response.error() != null) {
                    events.noise("Server '" + server + "' refused log level " + level);
                }
            }

            @Override
            protected void failed(GatewayException cause) {
                events.noise("Server '" + server + "' did not take log level " + level);
            }
        });
    }

    /** Sends a notification. */
    public void notify(String method, @Nullable JsonText params) {
        Link current = link;
        if (current != null && !closed.get()) {
            current.send(new Link.Message(
                    Link.Message.Kind.NOTIFICATION,
                    0,
                    method,
                    Messages.notification(method, params),
                    isModern() ? ClientFacts.REVISION : "",
                    Map.of()));
        }
    }

    /** The caller no longer waits. The server is told; the call hears nothing any more. */
    public boolean cancel(long id, String reason) {
        Pending waiting = pending.remove(id);
        if (waiting == null) {
            return false;
        }
        // The specification forbids to cancel initialize.
        if (!waiting.call.method().equals("initialize")) {
            notify(
                    "notifications/cancelled",
                    JsonText.of("{\"requestId\":" + id + ",\"reason\":" + Messages.quote(reason) + "}"));
        }
        return true;
    }

    /** Fails the calls that have taken too long. Called now and then by the pool. */
    void failOverdue() {
        long now = now();
        pending.forEach((id, waiting) -> {
            if (waiting.deadline - now < 0 && cancel(id, "timed out")) {
                waiting.call.failed(new GatewayException(
                        ErrorCode.TIMEOUT,
                        "Server '" + server + "' did not answer " + waiting.call.method() + " in time"));
            }
        });
        questions.expire();
        listening.tick();
    }

    private void respond(JsonText response) {
        Link current = link;
        if (current != null && !closed.get()) {
            current.send(new Link.Message(Link.Message.Kind.RESPONSE, 0, "", response));
        }
    }

    /** More time for a call: its client is thinking. */
    public void extend(long id, Duration more) {
        Pending waiting = pending.get(id);
        if (waiting != null) {
            waiting.deadline = now() + more.toMillis();
        }
    }

    int inFlight() {
        return pending.size();
    }

    void close() {
        closed(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE, "The conversation with server '" + server + "' was closed"));
        // Read after the flag is up: attach() writes the link before it looks at the flag, so one of both closes it.
        Link current = link;
        if (current != null) {
            current.close();
        }
    }

    /** Never throws: the thread that reads a server serves all calls in flight there. */
    @Override
    public void message(JsonText text) {
        message(text, 0);
    }

    @Override
    public void message(JsonText text, long stream) {
        try {
            dispatch(Envelope.scan(text), stream);
        } catch (MalformedMessageException e) {
            unusable(text, e);
        } catch (RuntimeException e) {
            events.noise("A message of server '" + server + "' could not be handled: " + e);
        }
    }

    /** What is no message is skipped; but if it was meant as an answer, its caller need not wait for another one. */
    private void unusable(JsonText text, MalformedMessageException why) {
        Oversized seen = Oversized.of(text);
        if (!seen.request() && seen.numericId() >= 0 && pending.containsKey(seen.numericId())) {
            failed(
                    seen.numericId(),
                    new GatewayException(
                            ErrorCode.SERVER_UNAVAILABLE,
                            "Server '" + server + "' answered with something that is no answer: " + why.getMessage()));
            return;
        }
        events.noise("Server '" + server + "' wrote something that is no message: " + why.getMessage());
    }

    private void dispatch(Envelope message, long stream) {
        switch (message.kind()) {
            case RESULT, ERROR -> answer(message);
            case NOTIFICATION -> notification(message, stream);
            case REQUEST -> request(message, stream);
        }
    }

    private void answer(Envelope message) {
        long id = message.numericId();
        Pending waiting = id < 0 ? null : pending.remove(id);
        if (waiting == null) {
            events.noise("Server '" + server + "' answered a request that is not in flight (late or twice)");
            if (unasked.incrementAndGet() == MOST_UNASKED) {
                closed(new GatewayException(
                        ErrorCode.SERVER_UNAVAILABLE,
                        "Server '" + server + "' has given " + MOST_UNASKED
                                + " answers that nobody asked for; it is ended"));
                close();
            }
            return;
        }
        Link current = link;
        if (current != null) {
            current.answered(id);
        }
        try {
            waiting.call.answered(message);
        } catch (RuntimeException e) {
            waiting.call.failed(new GatewayException(
                    ErrorCode.INTERNAL, "The answer of server '" + server + "' could not be handled: " + e, e));
        }
        if (waiting.call.outlivesItsAnswer() && outliving.size() < MOST_OUTLIVING) {
            outliving.put(id, waiting);
        }
    }

    private void notification(Envelope message, long stream) {
        JsonText params = message.params();
        switch (message.method()) {
            case "notifications/progress" -> progress(message);
            case "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed" -> events.listChanged(this, message.method());
            case "notifications/resources/updated" -> {
                if (params != null) {
                    events.resourceUpdated(this, params);
                }
            }
            case "notifications/cancelled" -> {
                JsonText id =
                        message.inParams() == null ? null : message.inParams().get(Envelope.REQUEST_ID);
                if (id != null) {
                    questions.cancelled(id);
                }
            }
            case "notifications/subscriptions/acknowledged" -> {
                // What a server leaves out of it, it does not tell of.
            }
            default -> relayed(message.method(), params, stream);
        }
    }

    /**
     * A log message, or what we do not know: it names no request, and may speak of one that has ended. On a stream of its
     * own it belongs to that request, and to nobody if that has ended. Else it goes to the youngest call in flight if no
     * other session has ever called here, or to nobody.
     */
    private void relayed(String method, @Nullable JsonText params, long stream) {
        Pending owner = stream > 0 ? pending.get(stream) : null;
        if (owner != null && !owner.call.session().isEmpty()) {
            owner.call.notified(method, params);
            return;
        }
        if (hasEnded(owner, stream) || soleSession.equals(SEVERAL)) {
            return;
        }
        List<UpstreamCall> calls = clientCalls();
        if (calls.isEmpty()) {
            events.notification(method, params);
        } else {
            calls.get(calls.size() - 1).notified(method, params);
        }
    }

    private static boolean hasEnded(@Nullable Pending owner, long stream) {
        return stream > 0 && owner == null;
    }

    /** The calls in flight that clients wait for, the youngest last. */
    private List<UpstreamCall> clientCalls() {
        List<UpstreamCall> calls = new ArrayList<>();
        new TreeMap<>(pending).forEach((id, waiting) -> {
            if (!waiting.call.session().isEmpty()) {
                calls.add(waiting.call);
            }
        });
        return calls;
    }

    /** Remembers whether calls came from one session only. */
    private void calledBy(String session) {
        if (session.isEmpty() || soleSession.equals(session)) {
            return;
        }
        synchronized (pending) {
            if (!soleSession.equals(session)) {
                soleSession = soleSession.isEmpty() ? session : SEVERAL;
            }
        }
    }

    private void progress(Envelope message) {
        Members params = message.inParams();
        if (params == null) {
            return;
        }
        long id = params.number(Envelope.PROGRESS_TOKEN, -1);
        Pending inFlight = pending.get(id);
        Pending waiting = inFlight == null ? outliving.get(id) : inFlight;
        if (waiting == null) {
            return;
        }
        waiting.deadline = now() + callTimeout.toMillis();
        JsonText token = waiting.call.progressToken();
        if (token != null) {
            waiting.call.progressed(new Splice(params.text())
                    .replace(params.startOf(Envelope.PROGRESS_TOKEN), params.endOf(Envelope.PROGRESS_TOKEN), token)
                    .apply());
        }
    }

    /**
     * The server asks. On a stream of its own the question belongs to that request, and is refused if that has ended. Else it belongs to the one call in
     * flight. Where there are several, all of one session, it belongs to the one whose client waits now, and, if the client
     * does not mind which of its streams it is asked on, to the youngest. Which of several clients a server means, nobody
     * can know: then it is refused.
     */
    private void request(Envelope message, long stream) {
        Pending owner = stream > 0 ? pending.get(stream) : null;
        if (owner != null) {
            questions.asked(message, List.of(owner.call::asked));
            return;
        }
        if (hasEnded(owner, stream)) {
            questions.asked(message, List.of(Upstream::tooLate));
            return;
        }
        List<UpstreamCall> calls = clientCalls();
        if (calls.isEmpty()) {
            questions.asked(message, List.of(events::asked));
            return;
        }
        UpstreamCall meant = calls.size() == 1 ? calls.get(0) : oneOf(calls);
        questions.asked(message, meant == null ? List.of(this::ambiguous) : List.of(meant::asked));
    }

    private @Nullable UpstreamCall oneOf(List<UpstreamCall> calls) {
        if (soleSession.equals(SEVERAL)) {
            return null;
        }
        List<UpstreamCall> waiting =
                calls.stream().filter(UpstreamCall::isWaitedFor).toList();
        List<UpstreamCall> candidates = waiting.isEmpty() ? calls : waiting;
        UpstreamCall youngest = candidates.get(candidates.size() - 1);
        return waiting.size() <= 1 || youngest.sharesSession() ? youngest : null;
    }

    private static boolean tooLate(Question question) {
        question.refuse(Question.NOBODY_TO_ASK, "The request that this belongs to has ended");
        return true;
    }

    private boolean ambiguous(Question question) {
        events.noise("Server '" + server + "' asks " + question.method()
                + " while several clients' requests are in flight; it cannot be told whom it means");
        question.refuse(
                Question.NOBODY_TO_ASK, "Several requests are in flight; it cannot be told to which this belongs");
        return true;
    }

    @Override
    public void refused(long id, int status, GatewayException cause) {
        Pending waiting = pending.remove(id);
        if (waiting != null) {
            waiting.call.refused(status, cause);
        }
    }

    @Override
    public void renewed() {
        String level = logLevel;
        logLevel = "";
        if (!level.isEmpty()) {
            logLevel(level);
        }
        listening.renewed();
    }

    @Override
    public void failed(long id, GatewayException cause) {
        Pending waiting = pending.remove(id);
        if (waiting != null) {
            waiting.call.failed(cause);
        }
    }

    @Override
    public void noise(String what) {
        events.noise(what);
    }

    @Override
    public void closed(GatewayException cause) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closedBy = cause;
        questions.close();
        for (Long id : pending.keySet()) {
            failed(id, cause);
        }
        events.closed(this, cause);
    }

    private GatewayException gone() {
        GatewayException cause = closedBy;
        return cause == null
                ? new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' is not connected")
                : cause;
    }

    private static long now() {
        return System.nanoTime() / NANOS_PER_MILLI;
    }
}
