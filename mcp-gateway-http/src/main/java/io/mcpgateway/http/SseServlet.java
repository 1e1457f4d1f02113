package io.mcpgateway.http;

import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ClientGate.Peer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP+SSE transport of 2024-11-05 at one path, as the Go gateway has it: {@code GET} opens the stream, whose first
 * event names the path with a session id, and {@code POST} there takes messages. Thread-safe.
 */
final class SseServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SseServlet.class);
    private static final int ID_BYTES = 24;
    /** The name that we give out; the other one is what many clients and documents call it. */
    private static final String SESSION = "sessionid";

    private static final String SESSION_VARIANT = "sessionId";

    private final transient ClientGate gate;
    private final transient GatewayServletOptions options;
    private final transient AccessGuard guard;
    private final String path;
    private final transient Map<String, SseSession> sessions = new ConcurrentHashMap<>();
    private final transient Intake intake;
    private final transient AtomicInteger sessionCount = new AtomicInteger();
    private final transient AtomicLong connections = new AtomicLong();
    private final transient SecureRandom random = new SecureRandom();
    private transient @Nullable Ticker ticker;
    private transient volatile boolean closing;

    SseServlet(ClientGate gate, GatewayServletOptions options, String path) {
        this.gate = gate;
        this.options = options;
        this.guard = new AccessGuard(options.token(), options.allowedOrigins(), options.allowedHosts());
        this.path = path;
        this.intake = new Intake(options);
    }

    @Override
    public void init() {
        Ticker created = new Ticker();
        created.start(intake.replies());
        created.start(sessions.values());
        ticker = created;
    }

    @Override
    public void destroy() {
        closing = true;
        if (ticker != null) {
            ticker.close();
        }
        endSessions();
        intake.abort();
    }

    /** Takes no more requests; those in flight go on. */
    void drain() {
        closing = true;
    }

    /** Ends all sessions, in good order. */
    void endSessions() {
        sessions.values().forEach(SseSession::close);
    }

    /** Requests in flight. */
    int inFlight() {
        return intake.inFlight()
                + sessions.values().stream().mapToInt(SseSession::unanswered).sum();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!guard.admit(request, response)) {
            return;
        }
        if (closing) {
            PlainText.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The gateway is stopping");
            return;
        }
        switch (request.getMethod()) {
            case "GET" -> get(request, response);
            case "POST" -> post(request, response);
            default -> {
                response.setHeader("Allow", "GET, POST");
                PlainText.answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Method Not Allowed");
            }
        }
    }

    private void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!MediaTypes.accepts(Collections.list(request.getHeaders("Accept")), MediaTypes.EVENTS)) {
            PlainText.answer(
                    response, HttpServletResponse.SC_NOT_ACCEPTABLE, "Not Acceptable: this is a text/event-stream");
            return;
        }
        if (sessionCount.incrementAndGet() > options.maxSessions()) {
            sessionCount.decrementAndGet();
            PlainText.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many sessions are open");
            return;
        }
        String principal = guard.principal(request);
        SseSession session = new SseSession(newId(), principal, options, this::ended);
        try {
            session.bind(gate.open(new Peer(principal, "sse", "sse-" + connections.incrementAndGet()), session));
        } catch (GatewayException e) {
            session.close();
            PlainText.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The gateway takes no clients");
            return;
        }
        sessions.put(session.id(), session);
        session.start(Intake.async(request), path + "?" + SESSION + "=" + session.id());
        if (session.hasEnded()) {
            sessions.remove(session.id()); // it ended before it was there
        }
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private void ended(SseSession session) {
        sessions.remove(session.id());
        sessionCount.decrementAndGet();
    }

    private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!BodyRules.isJson(request, response) || !BodyRules.fits(request, response, options.maxBodyBytes())) {
            return;
        }
        SseSession session = findSession(request, response);
        if (session == null) {
            return;
        }
        intake.take(request, response, true, false, taken -> take(session, taken.body(), taken.reply()));
    }

    /** The session that a POST is for; null if the request has been answered. */
    private @Nullable SseSession findSession(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String version = request.getHeader(PostHandler.VERSION);
        if (version != null && !Revisions.isLegacy(version)) {
            PlainText.answer(response, HttpServletResponse.SC_BAD_REQUEST, "Bad Request: unsupported protocol version");
            return null;
        }
        String id = request.getParameter(SESSION);
        if (id == null) {
            id = request.getParameter(SESSION_VARIANT);
        }
        if (id == null) {
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "Bad Request: GET " + path + " opens a stream, whose first event says where to send messages to");
            return null;
        }
        SseSession session = sessions.get(id);
        if (session == null || !session.principal().equals(guard.principal(request))) {
            PlainText.answer(response, HttpServletResponse.SC_NOT_FOUND, "Not Found: there is no such session");
            return null;
        }
        return session;
    }

    private static void take(SseSession session, JsonText body, HttpReply reply) {
        JsonText id = null;
        try {
            JsonText message = body;
            if (!Elements.isArray(body)) { // whether there are batches is the conversation's to say
                Envelope envelope = Envelope.scan(body);
                id = envelope.id();
                message = envelope.text();
            }
            session.receive(message);
            reply.refuse(HttpServletResponse.SC_ACCEPTED, null);
        } catch (MalformedMessageException e) {
            reply.refuse(HttpServletResponse.SC_BAD_REQUEST, Failures.error(e.id(), e.code(), e.getMessage()));
        } catch (RuntimeException e) { // the top of the container's thread: a fault of ours ends this request only
            LOG.atError().setCause(e).log("The gateway failed on a request");
            reply.refuse(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    Failures.error(id, ErrorCode.INTERNAL.jsonRpcCode(), "The gateway failed; its log says why"));
        }
    }
}
