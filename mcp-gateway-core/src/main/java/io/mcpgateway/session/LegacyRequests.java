package io.mcpgateway.session;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.ResourceSubscriber;
import io.mcpgateway.relay.Router;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.LogLevels;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the legacy era on one conversation: the handshake, which opens the session, and what is asked within it.
 * Thread-safe; owns the session, of which there is at most one, and what the gate counts and holds for it.
 */
final class LegacyRequests {
    private static final JsonText NONE = JsonText.of("");
    private static final Runnable NOTHING = () -> {};

    private final Gate gate;
    private final GateConversation conversation;
    private final Peer peer;
    private final MessageStream toClient;
    private final InFlight inFlight;
    /** Ends with the conversation, session or not: what is subscribed to later finds it over. */
    private final ResourceSubscriber resources;

    private final AtomicReference<@Nullable LegacySession> session = new AtomicReference<>();
    /** Whether the gate counts the conversation among the legacy sessions, and holds its profile. */
    private final AtomicBoolean counted = new AtomicBoolean();

    LegacyRequests(Gate gate, GateConversation conversation, Peer peer, MessageStream toClient, InFlight inFlight) {
        this.gate = gate;
        this.conversation = conversation;
        this.peer = peer;
        this.toClient = toClient;
        this.inFlight = inFlight;
        this.resources = gate.resources()
                .subscriber(
                        peer.connection(),
                        params -> toClient.send(Messages.notification(
                                "notifications/resources/updated", SubscriptionMeta.without(params))));
    }

    /** The session; null before the handshake. */
    @Nullable
    LegacySession session() {
        return session.get();
    }

    void initialize(Envelope envelope, JsonText id, ReplyStream replies) {
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
                gate.options().limits().parked(),
                toClient::send);
        if (!gate.hold(profile, peer)) {
            Answers.tooManyProfiles(replies, id, gate.options().limits().profiles());
            return;
        }
        if (!gate.admit(conversation, peer)) {
            gate.letGo(profile);
            Answers.tooManySessions(replies, id, gate.options().limits().sessions());
            return;
        }
        if (!session.compareAndSet(null, opened)) {
            gate.discount(peer);
            gate.letGo(profile);
            Answers.refuse(
                    replies, id, Answers.INVALID_REQUEST, "This session is initialized already", ReplyStatus.MALFORMED);
            return;
        }
        counted.set(true);
        if (inFlight.isClosed()) {
            uncount(opened); // it was closed between the two
            gate.forget(conversation, "");
        }
        gate.whenGreeting(profile)
                .thenAccept(settled -> replies.end(
                        Messages.result(
                                id,
                                gate.greeting()
                                        .initializeResult(
                                                revision, gate.views().greeting(profile, peer.connection()), settled),
                                NONE),
                        ReplyStatus.ANSWERED));
    }

    /** Answers any request but {@code initialize}. */
    void receive(Envelope envelope, JsonText id, ReplyStream replies) {
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
        inFlight.forward(envelope, id, replies, current.requester(), NOTHING);
    }

    private void subscription(Envelope envelope, JsonText id, ReplyStream replies, LegacySession current) {
        String uri = envelope.paramString(Envelope.URI);
        if (uri == null) {
            Answers.refuse(
                    replies, id, Answers.INVALID_PARAMS, "Invalid params: 'uri' is missing", ReplyStatus.ANSWERED);
            return;
        }
        if (envelope.method().equals("resources/unsubscribe")) {
            resources.unsubscribe(uri);
            replies.end(Messages.result(id, JsonText.emptyObject(), NONE), ReplyStatus.ANSWERED);
            return;
        }
        Request request = new Request(envelope, replies, current.requester());
        resources
                .subscribe(request, uri)
                .thenAccept(outcome -> replies.end(Answers.response(id, request, outcome), ReplyStatus.ANSWERED));
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

    /** The conversation is over: nobody answers or hears any more. */
    void end() {
        resources.end();
        LegacySession current = session.get();
        if (current != null) {
            current.asks().close();
            uncount(current);
        }
    }

    private void uncount(LegacySession current) {
        if (counted.getAndSet(false)) {
            gate.discount(peer);
            gate.letGo(current.profile());
        }
    }
}
