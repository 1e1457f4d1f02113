package io.mcpgateway.http;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.Receipt;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a POSTed message is and hands it to the right conversation: a legacy session, a new one, or one that lasts
 * for this modern request only. The era shows in the body: a modern request carries its version in {@code _meta}. Thread-safe.
 */
final class PostHandler {
    static final String SESSION = "Mcp-Session-Id";
    static final String VERSION = "MCP-Protocol-Version";
    static final String TRANSPORT = "streaming";
    private static final String PARAM_PREFIX = "mcp-param-";
    private static final Members.Index RESULT = Members.Index.of(0, "protocolVersion");

    private static final Logger LOG = LoggerFactory.getLogger(PostHandler.class);

    private final ClientGate gate;
    private final Sessions sessions;
    private final AtomicLong connections = new AtomicLong();

    PostHandler(ClientGate gate, Sessions sessions) {
        this.gate = gate;
        this.sessions = sessions;
    }

    /** Takes a whole body. The request's headers are still there: nothing has been answered. */
    void handle(HttpServletRequest request, String principal, JsonText body, HttpReply reply) {
        JsonText id = null;
        try {
            if (Elements.isArray(body)) {
                batch(request, principal, body, reply);
                return;
            }
            Envelope message = Envelope.scan(body);
            id = message.id();
            route(request, principal, message, reply);
        } catch (MalformedMessageException e) {
            refuse(reply, HttpServletResponse.SC_BAD_REQUEST, e.id(), e.code(), e.getMessage());
        } catch (GatewayException e) {
            refuseByGate(id, reply, e);
        } catch (RuntimeException e) { // the top of the container's thread: a fault of ours ends this request only
            LOG.atError().setCause(e).log("The gateway failed on a request");
            refuse(
                    reply,
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    id,
                    ErrorCode.INTERNAL.jsonRpcCode(),
                    "The gateway failed; its log says why");
        }
    }

    /** Several messages at once: only a session may have them, and its conversation knows whether it does. */
    private void batch(HttpServletRequest request, String principal, JsonText body, HttpReply reply) {
        String version = request.getHeader(VERSION);
        if (version != null && !Revisions.isLegacy(version)) {
            refuseVersion(null, version, reply);
            return;
        }
        if (request.getHeader(SESSION) == null) {
            refuse(
                    reply,
                    HttpServletResponse.SC_BAD_REQUEST,
                    null,
                    Failures.INVALID_REQUEST,
                    "Batches are for sessions of revision 2025-03-26");
            return;
        }
        inSession(request, principal, null, body, reply);
    }

    private void route(HttpServletRequest request, String principal, Envelope message, HttpReply reply) {
        if (message.metaValue(Envelope.META_PROTOCOL_VERSION) != null
                || message.method().equals("server/discover")) {
            modern(request, principal, message, reply);
            return;
        }
        String version = request.getHeader(VERSION);
        boolean initialize = message.method().equals("initialize");
        if (version != null && !(initialize ? Revisions.isKnown(version) : Revisions.isLegacy(version))) {
            refuseVersion(message.id(), version, reply);
            return;
        }
        if (request.getHeader(SESSION) != null) {
            inSession(request, principal, message.id(), message.text(), reply);
            return;
        }
        if (!initialize || message.kind() != Envelope.Kind.REQUEST) {
            refuse(
                    reply,
                    HttpServletResponse.SC_BAD_REQUEST,
                    message.id(),
                    Failures.INVALID_REQUEST,
                    "The header " + SESSION + " is missing; send 'initialize' to start a session");
            return;
        }
        open(principal, message, reply);
    }

    private void inSession(
            HttpServletRequest request, String principal, @Nullable JsonText id, JsonText message, HttpReply reply) {
        Session session = sessions.find(request.getHeader(SESSION), principal);
        if (session == null) {
            refuse(
                    reply,
                    HttpServletResponse.SC_NOT_FOUND,
                    id,
                    Failures.INVALID_REQUEST,
                    "There is no such session; send 'initialize' to start one");
            return;
        }
        reply.awaitLegacy(session, session.events());
        receive(session.conversation(), message, reply, false);
    }

    private void modern(HttpServletRequest request, String principal, Envelope message, HttpReply reply) {
        JsonText named = message.metaValue(Envelope.META_PROTOCOL_VERSION);
        String version = named == null || message.inMeta() == null
                ? null
                : message.inMeta().string(Envelope.META_PROTOCOL_VERSION);
        if (version == null) {
            refuse(
                    reply,
                    HttpServletResponse.SC_BAD_REQUEST,
                    message.id(),
                    Failures.INVALID_PARAMS,
                    "Invalid params: _meta lacks io.modelcontextprotocol/protocolVersion");
            return;
        }
        String violation = HeaderRules.violation(name -> joined(request, name), message, version);
        if (violation != null) {
            refuse(reply, HttpServletResponse.SC_BAD_REQUEST, message.id(), Failures.HEADER_MISMATCH, violation);
            return;
        }
        // No connection is named: what belongs together in this era is told by who asks, not by how.
        Conversation conversation = gate.open(new Peer(principal, TRANSPORT, ""), new Alone(reply));
        reply.onAnswer(answer -> conversation.close());
        reply.awaitModern(mirrored(request));
        if (!receive(conversation, message.text(), reply, true)) {
            conversation.close();
        }
    }

    private void open(String principal, Envelope message, HttpReply reply) {
        Optional<Session> created = sessions.create(principal);
        if (created.isEmpty()) {
            refuse(
                    reply,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    message.id(),
                    ErrorCode.LIMIT.jsonRpcCode(),
                    "Too many sessions are open; end one or try again later");
            return;
        }
        Session session = created.get();
        try {
            session.bind(gate.open(new Peer(principal, TRANSPORT, "http-" + connections.incrementAndGet()), session));
        } catch (GatewayException e) {
            session.close();
            throw e;
        }
        // Known before the client can know it: a fast client's next request must find it.
        sessions.register(session);
        reply.header(SESSION, session.id());
        reply.onAnswer(answer -> {
            String revision = negotiated(answer);
            if (revision == null) {
                session.close();
                reply.withoutHeader(SESSION);
            } else {
                session.negotiated(revision);
            }
        });
        reply.onGone(session::close);
        reply.awaitLegacy(session, null);
        receive(session.conversation(), message.text(), reply, false);
    }

    /** Returns whether an answer comes. */
    private static boolean receive(Conversation conversation, JsonText message, HttpReply reply, boolean modern) {
        Receipt receipt = conversation.receive(message, reply);
        if (receipt.kind() == Receipt.Kind.ONE_WAY) {
            reply.refuse(HttpServletResponse.SC_ACCEPTED, null);
            return false;
        }
        if (modern) {
            // Closing the response is how a modern client cancels; a legacy client that loses it may not mean that.
            reply.onGone(() -> {
                receipt.abandon();
                conversation.close();
            });
        }
        return true;
    }

    /** The {@code Mcp-Param-*} headers, by lower-case name. */
    private static Map<String, String> mirrored(HttpServletRequest request) {
        Map<String, String> mirrored = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PARAM_PREFIX)) {
                mirrored.put(lower, joined(request, name));
            }
        }
        return mirrored;
    }

    /** A header's value; several of one name are one with a list, as RFC 9110 says, so that none of them goes unseen. */
    private static @Nullable String joined(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) {
            return null;
        }
        String first = values.nextElement();
        return values.hasMoreElements() ? first + ", " + String.join(", ", Collections.list(values)) : first;
    }

    /** The revision that an answer to {@code initialize} settles; null if it is an error. */
    private static @Nullable String negotiated(JsonText answer) {
        try {
            JsonText result = Envelope.scan(answer).result();
            if (result == null) {
                return null;
            }
            String revision = Members.of(result, RESULT).string(0);
            return revision == null ? "" : revision;
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    private static void refuseVersion(@Nullable JsonText id, String version, HttpReply reply) {
        if (version.equals(Revisions.MODERN)) {
            refuse(
                    reply,
                    HttpServletResponse.SC_BAD_REQUEST,
                    id,
                    Failures.INVALID_PARAMS,
                    "Revision " + version + " needs its metadata in params._meta");
            return;
        }
        reply.refuse(HttpServletResponse.SC_BAD_REQUEST, Failures.unsupportedVersion(id, PlainText.printable(version)));
    }

    private static void refuseByGate(@Nullable JsonText id, HttpReply reply, GatewayException cause) {
        refuse(
                reply,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                id,
                cause.code().jsonRpcCode(),
                cause.getMessage() == null ? "The gateway does not take requests" : cause.getMessage());
    }

    private static void refuse(HttpReply reply, int status, @Nullable JsonText id, int code, String text) {
        reply.refuse(status, Failures.error(id, code, text));
    }

    /** What a conversation that lasts for one request says beside it: nothing, or that it is over. */
    private record Alone(HttpReply reply) implements MessageStream {
        @Override
        public void send(JsonText message) {
            // In the modern era everything belongs to a request.
        }

        @Override
        public void end(String reason) {
            reply.abort();
        }
    }
}
