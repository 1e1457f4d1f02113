package io.mcpgateway.session;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.LogLevels;
import io.mcpgateway.upstream.Question;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One conversation. Both eras may be spoken on it: {@code initialize} makes it a legacy session, and a request that
 * carries the metadata of the modern era is served by itself, with or without a session. Thread-safe; what is in flight and
 * the legacy session have owners of their own.
 */
final class GateConversation implements Conversation {
    private final Gate gate;
    private final Peer peer;
    private final MessageStream toClient;
    private final InFlight inFlight;
    private final LegacyRequests legacy;
    private final ModernRequests modern;
    /** Whether the client of the legacy session has said that it may be told of things. */
    private volatile boolean initialized;

    GateConversation(Gate gate, Peer peer, MessageStream toClient) {
        this.gate = gate;
        this.peer = peer;
        this.toClient = toClient;
        this.inFlight = new InFlight(gate);
        this.legacy = new LegacyRequests(gate, this, peer, toClient, inFlight);
        this.modern = new ModernRequests(gate, this, peer, inFlight);
    }

    @Override
    public Receipt receive(JsonText message, ReplyStream replies) {
        inFlight.used();
        LegacySession current = legacy.session();
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
            if (envelope.method().equals("initialize") || ModernRequests.takes(envelope)) {
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
                LegacySession current = legacy.session();
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
        if (inFlight.isClosed()) {
            Answers.refuse(replies, id, Answers.INVALID_REQUEST, "The conversation has ended", ReplyStatus.MALFORMED);
            return new Taken(Receipt.Kind.REQUEST);
        }
        if (gate.isDraining()) {
            Answers.refuse(
                    replies,
                    id,
                    ErrorCode.SERVER_UNAVAILABLE.jsonRpcCode(),
                    "The gateway is shutting down",
                    ReplyStatus.OVERLOADED);
            return new Taken(Receipt.Kind.REQUEST);
        }
        if (ModernRequests.takes(envelope)) {
            modern.receive(envelope, id, replies);
        } else if (envelope.method().equals("initialize")) {
            legacy.initialize(envelope, id, replies);
            return new Taken(Receipt.Kind.INITIALIZE);
        } else {
            legacy.receive(envelope, id, replies);
        }
        return new Taken(Receipt.Kind.REQUEST, id, replies);
    }

    private void notification(Envelope envelope) {
        switch (envelope.method()) {
            case "notifications/initialized" -> initialized = true;
            case "notifications/cancelled" -> {
                Members params = envelope.inParams();
                JsonText id = params == null ? null : params.get(Envelope.REQUEST_ID);
                if (id != null) {
                    inFlight.cancel(id);
                }
            }
            case "notifications/progress" -> {
                LegacySession current = legacy.session();
                if (current != null) {
                    current.asks().progressed(envelope);
                }
            }
            default -> {
                LegacySession current = legacy.session();
                if (current != null) {
                    gate.notified(current, envelope);
                }
            }
        }
    }

    void listsChanged(CapabilityProfile profile, String onlySession, Set<String> lists) {
        LegacySession current = legacy.session();
        if (current != null
                && initialized
                && profile.equals(current.profile())
                && (onlySession.isEmpty() || onlySession.equals(current.client().sessionKey()))) {
            lists.forEach(
                    list -> toClient.send(Messages.notification("notifications/" + list + "/list_changed", null)));
        }
        inFlight.listsChanged(profile, onlySession, lists);
    }

    /** A notification of the session's own server that belongs to no request. */
    void notification(String onlySession, String method, @Nullable JsonText params) {
        LegacySession current = legacy.session();
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
        LegacySession current = legacy.session();
        if (current == null || !onlySession.equals(current.client().sessionKey())) {
            return false;
        }
        current.asks().ask(question, toClient::send);
        return true;
    }

    /** What is due by the clock: questions that were not answered, and an end after idle time. */
    void tick(Duration idle) {
        LegacySession current = legacy.session();
        if (current != null) {
            current.asks().expire();
        }
        if (!toClient.endsWithItsClient() && inFlight.isIdle(idle) && !gate.isParked(peer.connection())) {
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
        inFlight.endSubscriptions();
    }

    @Override
    public void close() {
        if (inFlight.close()) {
            legacy.end();
            gate.forget(this, peer.connection());
        }
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
            if (id != null && replies != null) {
                inFlight.abandon(id, replies);
            }
        }
    }
}
