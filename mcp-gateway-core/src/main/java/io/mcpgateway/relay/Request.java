package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.Question;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client request in flight. Thread-safe: what has to be undone when the client cancels is one atomic reference, set by
 * the router and run by whoever cancels, once; the digest is always the same, whoever computes it.
 */
public final class Request {
    private static final Runnable NOTHING = () -> {};
    /** Told apart by identity, which a lambda does not promise to have. */
    private static final Runnable CANCELLED = new Runnable() {
        @Override
        public void run() {
            // It was undone before.
        }
    };

    private final Envelope envelope;
    private final ReplyStream replies;
    private final Requester requester;
    private final AtomicReference<Runnable> undo = new AtomicReference<>(NOTHING);
    private volatile JsonText extras = JsonText.of("");
    private volatile @Nullable JsonText extrasBelongTo;
    private volatile @Nullable String digest;

    /**
     * A request.
     *
     * @param envelope the message
     * @param replies takes what belongs to it
     * @param requester who asks
     */
    public Request(Envelope envelope, ReplyStream replies, Requester requester) {
        this.envelope = envelope;
        this.replies = replies;
        this.requester = requester;
    }

    /** The message. */
    public Envelope envelope() {
        return envelope;
    }

    /** The client's era. */
    public Era era() {
        return requester.era();
    }

    Requester requester() {
        return requester;
    }

    /** The headers that the request came with; see {@link ReplyStream#paramHeaders}. */
    @Nullable
    Map<String, String> paramHeaders() {
        return replies.paramHeaders();
    }

    /** Asks the client something on behalf of this request. */
    void ask(Question question) {
        if (isCancelled()) {
            question.refuse(Question.NOBODY_TO_ASK, "The client has cancelled its request");
        } else {
            requester.asking().ask(question, replies);
        }
    }

    ClientIdentity client() {
        return requester.client();
    }

    /** What workloads of this client's session are kept under. */
    public String sessionKey() {
        return requester.client().sessionKey();
    }

    /** What the client can do. */
    public CapabilityProfile profile() {
        return requester.profile();
    }

    String logLevel() {
        return requester.logLevel();
    }

    UriOwners uriOwners() {
        return requester.uriOwners();
    }

    /** Sends a notification that belongs to this request, if the client still waits. */
    void send(String method, @Nullable JsonText params) {
        if (!isCancelled()) {
            replies.send(Messages.notification(method, params));
        }
    }

    /** Sends a notification that outlives the request, over whatever way the client has for such. */
    void tell(String method, @Nullable JsonText params) {
        requester.asking().tell(Messages.notification(method, params));
    }

    /** A request of the gateway's own on behalf of the same client. */
    Request on(Envelope other) {
        return new Request(other, replies, requester);
    }

    /** What the pipeline is told of this request: what it is about, and which server owns that. */
    Exchange exchange(Exchange.Kind kind, String target, String server) {
        JsonText params = envelope.params();
        return Exchange.of(
                kind,
                envelope.method(),
                client(),
                profile(),
                target,
                server,
                params == null ? JsonText.emptyObject() : params);
    }

    /** See {@link Continuations#digest}; computed once, because arguments may be large. */
    String digest() throws MalformedMessageException {
        String known = digest;
        if (known == null) {
            known = Continuations.digest(envelope.params());
            digest = known;
        }
        return known;
    }

    /** Says what has to be undone when the client cancels from now on; undoes it at once if that has happened. */
    void onCancel(Runnable action) {
        Runnable before = undo.getAndUpdate(current -> current == CANCELLED ? CANCELLED : action);
        if (before == CANCELLED) {
            action.run();
        }
    }

    /** The client no longer waits. */
    public void cancel() {
        undo.getAndSet(CANCELLED).run();
    }

    /** Whether the client has cancelled. */
    public boolean isCancelled() {
        return undo.get() == CANCELLED;
    }

    /** Remembers unknown members of the server's envelope; they go to the client only with the answer they came with. */
    void envelopeExtras(JsonText answer, JsonText members) {
        if (members.length() > 0) {
            extras = members;
            extrasBelongTo = answer;
        }
    }

    /** The unknown members that came with this answer; empty if there were none. */
    public JsonText extrasOf(JsonText answer) {
        return answer == extrasBelongTo ? extras : JsonText.of("");
    }
}
