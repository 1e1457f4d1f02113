package io.mcpgateway.session;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.LogLevels;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.Requester;
import io.mcpgateway.relay.Router;
import io.mcpgateway.relay.UriOwners;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.Question;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One conversation. Both eras may be spoken on it: {@code initialize} makes it a legacy session, and a request that
 * carries the metadata of the modern era is served by itself, with or without a session. Thread-safe; the tables of what is
 * in flight own the state.
 */
final class GateConversation implements Conversation {
    private static final JsonText NONE = JsonText.of("");
    private static final int LONGEST_SESSION = 256;

    private final Gate gate;
    private final Peer peer;
    private final MessageStream toClient;
    private final Map<JsonText, InFlight> inFlight = new ConcurrentHashMap<>();
    private final Map<JsonText, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether the gate counts this among the legacy sessions. */
    private final AtomicBoolean counted = new AtomicBoolean();

    private final AtomicReference<@Nullable LegacySession> session = new AtomicReference<>();
    private volatile boolean initialized;
    private volatile long lastUsed = System.nanoTime();

    /** A request that a server is working on. */
    private record InFlight(Request request, ReplyStream replies) {}

    GateConversation(Gate gate, Peer peer, MessageStream toClient) {
        this.gate = gate;
        this.peer = peer;
        this.toClient = toClient;
    }

    @Override
    public Receipt receive(JsonText message, ReplyStream replies) {
        lastUsed = System.nanoTime();
        LegacySession current = session.get();
        if (current != null && current.revision().hasBatches() && Elements.isArray(message)) {
            return Batch.receive(message, replies, this::oneOfBatch);
        }
        try {
            return receive(Envelope.scan(message), replies);
        } catch (MalformedMessageException e) {
            return refuse(replies, e);
        }
    }

    private Receipt oneOfBatch(JsonText message, ReplyStream replies) {
        try {
            Envelope envelope = Envelope.scan(message);
            // Not part of a batch: the handshake (2025-03-26, basic/lifecycle), and what has no batches at all.
            if (envelope.method().equals("initialize") || isModern(envelope)) {
                Answers.refuse(
                        replies,
                        envelope.id(),
                        Answers.INVALID_REQUEST,
                        "Invalid message: " + envelope.method() + " cannot be part of a batch",
                        ReplyStatus.MALFORMED);
                return new Taken(Receipt.Kind.INVALID);
            }
            return receive(envelope, replies);
        } catch (MalformedMessageException e) {
            return refuse(replies, e);
        }
    }

    private Receipt refuse(ReplyStream replies, MalformedMessageException e) {
        Answers.refuse(replies, e.id(), e.code(), e.getMessage(), ReplyStatus.MALFORMED);
        return new Taken(Receipt.Kind.INVALID);
    }

    private Receipt receive(Envelope envelope, ReplyStream replies) {
        return switch (envelope.kind()) {
            case REQUEST -> request(envelope, replies);
            case NOTIFICATION -> {
                notification(envelope);
                yield new Taken(Receipt.Kind.ONE_WAY);
            }
            case RESULT, ERROR -> {
                LegacySession current = session.get();
                if (current != null) {
                    current.asks().answered(envelope);
                }
                yield new Taken(Receipt.Kind.ONE_WAY);
            }
        };
    }

    private Receipt request(Envelope envelope, ReplyStream replies) {
        JsonText id = envelope.id();
        if (id == null) {
            return new Taken(Receipt.Kind.INVALID);
        }
        if (closed.get()) {
            Answers.refuse(replies, id, Answers.INVALID_REQUEST, "The conversation has ended", ReplyStatus.MALFORMED);
            return new Taken(Receipt.Kind.REQUEST);
        }
        boolean modern = isModern(envelope);
        if (envelope.method().equals("initialize") && !modern) {
            initialize(envelope, id, replies);
            return new Taken(Receipt.Kind.INITIALIZE);
        }
        if (modern) {
            modern(envelope, id, replies);
        } else {
            legacy(envelope, id, replies);
        }
        return new Taken(Receipt.Kind.REQUEST, id, replies);
    }

    private static boolean isModern(Envelope envelope) {
        return envelope.metaValue(Envelope.META_PROTOCOL_VERSION) != null
                || envelope.method().equals("server/discover");
    }

    // ---- legacy ----

    private void initialize(Envelope envelope, JsonText id, ReplyStream replies) {
        if (session.get() != null) {
            Answers.refuse(
                    replies, id, Answers.INVALID_REQUEST, "This session is initialized already", ReplyStatus.MALFORMED);
            return;
        }
        String wanted = envelope.paramString(Envelope.PROTOCOL_VERSION);
        if (wanted == null) {
            Answers.refuse(
                    replies,
                    id,
                    Answers.INVALID_PARAMS,
                    "Invalid params: 'protocolVersion' is missing",
                    ReplyStatus.MALFORMED);
            return;
        }
        Members params = envelope.inParams();
        ClientInfo info = ClientInfo.of(params == null ? null : params.get(Envelope.CLIENT_INFO));
        JsonText clientInfo = params == null ? null : params.get(Envelope.CLIENT_INFO);
        Revision revision = Revision.of(wanted, Era.LEGACY).orElse(Revision.NEWEST_LEGACY);
        CapabilityProfile profile = gate.profiles().of(params == null ? null : params.get(Envelope.CAPABILITIES));
        LegacySession opened = new LegacySession(
                revision,
                new ClientIdentity(peer.principal(), info.name(), info.version(), peer.connection()),
                profile,
                clientInfo == null ? NONE : clientInfo,
                gate.options().limits().pendingPerSession(),
                toClient::send);
        if (!gate.admit(this)) {
            Answers.tooMany(replies, id, "sessions", gate.options().limits().sessions());
            return;
        }
        if (!session.compareAndSet(null, opened)) {
            gate.discount();
            Answers.refuse(
                    replies, id, Answers.INVALID_REQUEST, "This session is initialized already", ReplyStatus.MALFORMED);
            return;
        }
        counted.set(true);
        if (closed.get()) {
            gate.forget(this, "", counted.getAndSet(false)); // it was closed between the two
        }
        gate.seen(profile);
        whenGreeting(profile)
                .thenAccept(settled -> replies.end(
                        Messages.result(
                                id,
                                gate.greeting()
                                        .initializeResult(
                                                revision, gate.views().current(profile, peer.connection()), settled),
                                NONE),
                        ReplyStatus.ANSWERED));
    }

    /** Completes when the handshake may be answered, with whether all servers are known by then. */
    private CompletionStage<Boolean> whenGreeting(CapabilityProfile profile) {
        Duration wait = gate.options().waitForServers();
        CompletionStage<Void> ready = wait.isZero()
                ? CompletableFuture.completedFuture(null)
                : gate.views().settled(profile, wait);
        return ready.thenApply(done -> gate.views().isSettled(profile));
    }

    private void legacy(Envelope envelope, JsonText id, ReplyStream replies) {
        LegacySession current = session.get();
        String method = envelope.method();
        if (method.equals("ping")) {
            replies.end(Messages.result(id, JsonText.emptyObject(), NONE), ReplyStatus.ANSWERED);
            return;
        }
        if (current == null) {
            Answers.refuse(
                    replies,
                    id,
                    Answers.INVALID_REQUEST,
                    "Send initialize first, or the metadata of revision 2026-07-28 with each request",
                    ReplyStatus.MALFORMED);
            return;
        }
        if (method.equals("logging/setLevel")) {
            setLevel(envelope, id, replies, current);
            return;
        }
        if (method.equals("resources/subscribe") || method.equals("resources/unsubscribe")) {
            subscription(envelope, id, replies, current);
            return;
        }
        if (!Router.handles(method)) {
            Answers.unknown(replies, id, method);
            return;
        }
        forward(envelope, id, replies, current.requester());
    }

    private void subscription(Envelope envelope, JsonText id, ReplyStream replies, LegacySession current) {
        String uri = envelope.paramString(Envelope.URI);
        if (uri == null) {
            Answers.refuse(
                    replies, id, Answers.INVALID_PARAMS, "Invalid params: 'uri' is missing", ReplyStatus.ANSWERED);
            return;
        }
        if (envelope.method().equals("resources/unsubscribe")) {
            gate.resources().unsubscribe(this, uri);
            replies.end(Messages.result(id, JsonText.emptyObject(), NONE), ReplyStatus.ANSWERED);
            return;
        }
        Request request = new Request(envelope, replies, current.requester());
        gate.resources()
                .subscribe(
                        this,
                        request,
                        uri,
                        params -> toClient.send(Messages.notification(
                                "notifications/resources/updated", SubscriptionMeta.without(params))))
                .thenAccept(outcome -> {
                    if (closed.get()) {
                        gate.resources().ended(this);
                    }
                    replies.end(Answers.response(id, request, outcome), ReplyStatus.ANSWERED);
                });
    }

    private void setLevel(Envelope envelope, JsonText id, ReplyStream replies, LegacySession current) {
        String level = envelope.paramString(Envelope.LEVEL);
        if (level == null || !LogLevels.exists(level)) {
            Answers.refuse(
                    replies, id, Answers.INVALID_PARAMS, "Invalid params: no such log level", ReplyStatus.ANSWERED);
            return;
        }
        current.logLevel(level);
        replies.end(Messages.result(id, JsonText.emptyObject(), NONE), ReplyStatus.ANSWERED);
    }

    // ---- modern ----

    private void modern(Envelope envelope, JsonText id, ReplyStream replies) {
        if (!ModernMetadata.check(envelope, id, replies)) {
            return;
        }
        CapabilityProfile profile = gate.profiles().of(envelope.metaValue(Envelope.META_CLIENT_CAPABILITIES));
        gate.seen(profile);
        String method = envelope.method();
        if (method.equals("server/discover")) {
            whenGreeting(profile)
                    .thenAccept(settled -> replies.end(
                            Messages.result(
                                    id,
                                    gate.greeting().discoverResult(gate.views().current(profile, ""), settled),
                                    NONE),
                            ReplyStatus.ANSWERED));
            return;
        }
        boolean listen = method.equals("subscriptions/listen");
        if (!listen && !Router.handles(method)) {
            Answers.unknown(replies, id, method);
            return;
        }
        if (tooLong(envelope.metaValue(Envelope.META_SESSION))) {
            Answers.refuse(
                    replies,
                    id,
                    Answers.INVALID_PARAMS,
                    "Invalid params: _meta's io.mcpgateway/session is longer than " + LONGEST_SESSION,
                    ReplyStatus.BAD_METADATA);
            return;
        }
        Requester requester = requester(envelope, profile);
        if (requester == null) {
            Answers.tooMany(replies, id, "sessions", gate.options().limits().sessions());
        } else if (listen) {
            listen(id, new Request(envelope, replies, requester), replies);
        } else {
            forward(envelope, id, replies, requester);
        }
    }

    /** Who makes a modern request; null if there are too many of them. */
    private @Nullable Requester requester(Envelope envelope, CapabilityProfile profile) {
        JsonText clientInfo = envelope.metaValue(Envelope.META_CLIENT_INFO);
        JsonText capabilities = envelope.metaValue(Envelope.META_CLIENT_CAPABILITIES);
        ClientInfo info = ClientInfo.of(clientInfo);
        String key = modernKey(envelope, info);
        UriOwners owners = gate.modern().uriOwners(key, gate.options().limits().sessions());
        if (owners == null) {
            return null;
        }
        JsonText told = envelope.metaValue(Envelope.META_LOG_LEVEL);
        String given = told == null ? null : Messages.unquote(told);
        String level = given != null && LogLevels.exists(given) ? given : "";
        return new Requester(
                Era.MODERN,
                new ClientIdentity(peer.principal(), info.name(), info.version(), key),
                profile,
                new ClientFacts(
                        capabilities == null ? JsonText.emptyObject() : capabilities,
                        clientInfo == null ? NONE : clientInfo,
                        told == null || level.isEmpty() ? NONE : told),
                level,
                owners,
                Requester.Asking.NOBODY);
    }

    private static boolean tooLong(@Nullable JsonText given) {
        return given != null && given.length() > LONGEST_SESSION;
    }

    /** A connection of its own on stdio and in memory; over HTTP who it is, by principal, name and session given. */
    private String modernKey(Envelope envelope, ClientInfo info) {
        if (!peer.connection().isEmpty()) {
            return peer.connection();
        }
        JsonText given = envelope.metaValue(Envelope.META_SESSION);
        return "modern\n" + peer.principal() + '\n' + info.name() + '\n' + (given == null ? "" : given);
    }

    private void listen(JsonText id, Request request, ReplyStream replies) {
        try {
            Subscription subscription = Subscription.of(
                    id,
                    request.sessionKey(),
                    request.profile(),
                    request.envelope().params(),
                    replies);
            if (subscriptions.size() >= gate.options().limits().pendingPerSession()) {
                Answers.tooMany(
                        replies,
                        id,
                        "requests in flight",
                        gate.options().limits().pendingPerSession());
                return;
            }
            if (inFlight.containsKey(id) || subscriptions.putIfAbsent(id, subscription) != null) {
                Answers.refuse(
                        replies,
                        id,
                        Answers.INVALID_REQUEST,
                        "A request with this id is in flight",
                        ReplyStatus.MALFORMED);
                return;
            }
            gate.remember(this);
            subscription.open(gate.resources(), request);
            if (closed.get()) {
                cancel(id);
                gate.forget(this, "", false);
            }
        } catch (MalformedMessageException e) {
            Answers.refuse(replies, id, Answers.INVALID_PARAMS, e.getMessage(), ReplyStatus.ANSWERED);
        }
    }

    // ---- both ----

    private void forward(Envelope envelope, JsonText id, ReplyStream replies, Requester requester) {
        Request request = new Request(envelope, replies, requester);
        InFlight entry = new InFlight(request, replies);
        if (pending.incrementAndGet() > gate.options().limits().pendingPerSession()) {
            pending.decrementAndGet();
            Answers.tooMany(
                    replies, id, "requests in flight", gate.options().limits().pendingPerSession());
            return;
        }
        if (subscriptions.containsKey(id) || inFlight.putIfAbsent(id, entry) != null) {
            pending.decrementAndGet();
            Answers.refuse(
                    replies, id, Answers.INVALID_REQUEST, "A request with this id is in flight", ReplyStatus.MALFORMED);
            return;
        }
        if (closed.get()) {
            cancel(id); // close() may have looked before it was there
        }
        gate.router().handle(request).thenAccept(outcome -> {
            pending.decrementAndGet();
            lastUsed = System.nanoTime();
            if (inFlight.remove(id, entry)) {
                replies.end(Answers.response(id, request, outcome), ReplyStatus.ANSWERED);
            }
        });
    }

    private void notification(Envelope envelope) {
        switch (envelope.method()) {
            case "notifications/initialized" -> initialized = true;
            case "notifications/cancelled" -> {
                Members params = envelope.inParams();
                JsonText id = params == null ? null : params.get(Envelope.REQUEST_ID);
                if (id != null) {
                    cancel(id);
                }
            }
            case "notifications/progress" -> {
                LegacySession current = session.get();
                if (current != null) {
                    current.asks().progressed(envelope);
                }
            }
            default -> {
                LegacySession current = session.get();
                if (current != null) {
                    gate.notified(current, envelope);
                }
            }
        }
    }

    private void cancel(JsonText id) {
        InFlight entry = inFlight.remove(id);
        if (entry != null) {
            entry.request.cancel();
            entry.replies.cancelled();
        }
        Subscription subscription = subscriptions.remove(id);
        if (subscription != null) {
            gate.resources().ended(subscription);
            subscription.cancelled();
        }
    }

    /** Whether what is in flight under this id is the request with these replies, and not another one of that id. */
    private boolean isInFlight(JsonText id, ReplyStream replies) {
        InFlight entry = inFlight.get(id);
        Subscription subscription = subscriptions.get(id);
        return (entry != null && entry.replies == replies) || (subscription != null && subscription.answers(replies));
    }

    void listsChanged(CapabilityProfile profile, String onlySession, Set<String> lists) {
        LegacySession current = session.get();
        if (current != null
                && initialized
                && profile.equals(current.profile())
                && (onlySession.isEmpty() || onlySession.equals(current.client().sessionKey()))) {
            lists.forEach(
                    list -> toClient.send(Messages.notification("notifications/" + list + "/list_changed", null)));
        }
        for (Subscription subscription : subscriptions.values()) {
            if (profile.equals(subscription.profile())
                    && (onlySession.isEmpty() || onlySession.equals(subscription.session()))) {
                lists.forEach(subscription::listChanged);
            }
        }
    }

    /** A notification of the session's own server that belongs to no request. */
    void notification(String onlySession, String method, @Nullable JsonText params) {
        LegacySession current = session.get();
        if (current != null
                && onlySession.equals(current.client().sessionKey())
                && (!method.equals("notifications/message")
                        || current.logLevel().isEmpty()
                        || LogLevels.reaches(params, current.logLevel()))) {
            toClient.send(Messages.notification(method, params));
        }
    }

    /** A question of the session's own server that belongs to no request; false if this is another session. */
    boolean asked(String onlySession, Question question) {
        LegacySession current = session.get();
        if (current == null || !onlySession.equals(current.client().sessionKey())) {
            return false;
        }
        current.asks().ask(question, toClient::send);
        return true;
    }

    void endIfIdle(Duration idle) {
        boolean unused = !toClient.endsWithItsClient() && inFlight.isEmpty() && subscriptions.isEmpty();
        if (unused && System.nanoTime() - lastUsed > idle.toNanos()) {
            end("idle for " + idle.toMinutes() + " minutes");
        }
    }

    /** The gateway ends the conversation. */
    void end(String reason) {
        inputEnded();
        close();
        toClient.end(reason);
    }

    @Override
    public void inputEnded() {
        subscriptions.forEach((id, subscription) -> {
            if (subscriptions.remove(id, subscription)) {
                gate.resources().ended(subscription);
                subscription.end();
            }
        });
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        inFlight.keySet().forEach(this::cancel);
        subscriptions.keySet().forEach(this::cancel);
        LegacySession current = session.get();
        if (current != null) {
            current.asks().close();
        }
        gate.resources().ended(this);
        gate.forget(this, peer.connection(), counted.getAndSet(false));
    }

    /** What became of a message. */
    private final class Taken implements Receipt {
        private final Kind kind;
        private final @Nullable JsonText id;
        private final @Nullable ReplyStream replies;

        Taken(Kind kind) {
            this(kind, null, null);
        }

        Taken(Kind kind, @Nullable JsonText id, @Nullable ReplyStream replies) {
            this.kind = kind;
            this.id = id;
            this.replies = replies;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public void abandon() {
            if (id != null && replies != null && isInFlight(id, replies)) {
                cancel(id);
            }
        }
    }
}
