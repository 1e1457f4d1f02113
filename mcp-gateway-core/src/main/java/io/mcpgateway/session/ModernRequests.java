package io.mcpgateway.session;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.Requester;
import io.mcpgateway.relay.Router;
import io.mcpgateway.relay.UriOwners;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.LogLevels;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the modern era on one conversation: each says by itself who asks and what that client can do. Has no
 * state of its own; what lasts longer than a request is at the gate, under the session key.
 */
final class ModernRequests {
    private static final JsonText NONE = JsonText.of("");
    private static final int LONGEST_SESSION = 256;

    private final Gate gate;
    private final GateConversation conversation;
    private final Peer peer;
    private final InFlight inFlight;

    ModernRequests(Gate gate, GateConversation conversation, Peer peer, InFlight inFlight) {
        this.gate = gate;
        this.conversation = conversation;
        this.peer = peer;
        this.inFlight = inFlight;
    }

    /** Whether a request is of the modern era. */
    static boolean takes(Envelope envelope) {
        return envelope.metaValue(Envelope.META_PROTOCOL_VERSION) != null
                || envelope.method().equals("server/discover");
    }

    void receive(Envelope envelope, JsonText id, ReplyStream replies) {
        if (!ModernMetadata.check(envelope, id, replies)) {
            return;
        }
        CapabilityProfile profile = gate.profiles().of(envelope.metaValue(Envelope.META_CLIENT_CAPABILITIES));
        String method = envelope.method();
        if (method.equals("server/discover")) {
            discover(id, profile, replies);
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
        serve(envelope, id, replies, profile, listen);
    }

    /** Takes session and profile into use, for as long as the request or subscription lasts. */
    private void serve(Envelope envelope, JsonText id, ReplyStream replies, CapabilityProfile profile, boolean listen) {
        ClientInfo info = ClientInfo.of(envelope.metaValue(Envelope.META_CLIENT_INFO));
        String key = sessionKey(envelope, info);
        if (!hold(id, profile, replies)) {
            return;
        }
        ModernSessions.Entry session = gate.modern().enter(key, peer.principal());
        if (session == null) {
            gate.letGo(profile);
            Answers.tooManySessions(replies, id, gate.options().limits().sessions());
            return;
        }
        Runnable over = () -> {
            session.leave();
            gate.letGo(profile);
        };
        // Where each request is a conversation of its own, those of a session are counted here.
        int most = gate.options().limits().pendingPerSession();
        if (peer.connection().isEmpty() && session.users() > most) {
            over.run();
            Answers.tooMany(replies, id, "requests in flight", most);
            return;
        }
        ClientIdentity client = new ClientIdentity(peer.principal(), info.name(), info.version(), key);
        Requester requester = requester(envelope, client, profile, session.uriOwners());
        if (listen) {
            listen(id, new Request(envelope, replies, requester), replies, over);
        } else {
            inFlight.forward(envelope, id, replies, requester, over);
        }
    }

    private void discover(JsonText id, CapabilityProfile profile, ReplyStream replies) {
        if (!hold(id, profile, replies)) {
            return;
        }
        gate.whenGreeting(profile).thenAccept(settled -> {
            JsonText result = gate.greeting().discoverResult(gate.views().greeting(profile, ""), settled);
            gate.letGo(profile);
            replies.end(Messages.result(id, result, NONE), ReplyStatus.ANSWERED);
        });
    }

    /** Whether there is room for the client's profile; if not, the request has been answered. */
    private boolean hold(JsonText id, CapabilityProfile profile, ReplyStream replies) {
        if (gate.hold(profile, peer)) {
            return true;
        }
        Answers.tooManyProfiles(replies, id, gate.options().limits().profiles());
        return false;
    }

    private static boolean tooLong(@Nullable JsonText given) {
        return given != null && given.length() > LONGEST_SESSION;
    }

    private static Requester requester(
            Envelope envelope, ClientIdentity client, CapabilityProfile profile, UriOwners owners) {
        JsonText clientInfo = envelope.metaValue(Envelope.META_CLIENT_INFO);
        JsonText capabilities = envelope.metaValue(Envelope.META_CLIENT_CAPABILITIES);
        JsonText told = envelope.metaValue(Envelope.META_LOG_LEVEL);
        String given = told == null ? null : Messages.unquote(told);
        String level = given != null && LogLevels.exists(given) ? given : "";
        return new Requester(
                Era.MODERN,
                client,
                profile,
                new ClientFacts(
                        capabilities == null ? JsonText.emptyObject() : capabilities,
                        clientInfo == null ? NONE : clientInfo,
                        told == null || level.isEmpty() ? NONE : told),
                level,
                owners,
                Requester.Asking.NOBODY);
    }

    /** A connection of its own on stdio and in memory; over HTTP who it is, by principal, name and session given. */
    private String sessionKey(Envelope envelope, ClientInfo info) {
        if (!peer.connection().isEmpty()) {
            return peer.connection();
        }
        JsonText given = envelope.metaValue(Envelope.META_SESSION);
        return "modern\n" + peer.principal() + '\n' + info.name() + '\n' + (given == null ? "" : given);
    }

    private void listen(JsonText id, Request request, ReplyStream replies, Runnable over) {
        try {
            Subscription subscription = Subscription.of(
                    id,
                    request.sessionKey(),
                    request.profile(),
                    request.envelope().params(),
                    replies,
                    gate.resources());
            if (!inFlight.add(id, subscription, replies, over)) {
                over.run();
                return;
            }
            gate.remember(conversation);
            subscription.open(request);
            if (inFlight.isClosed()) {
                inFlight.cancel(id);
                gate.forget(conversation, "");
            }
        } catch (MalformedMessageException e) {
            over.run();
            Answers.refuse(replies, id, Answers.INVALID_PARAMS, e.getMessage(), ReplyStatus.ANSWERED);
        }
    }
}
