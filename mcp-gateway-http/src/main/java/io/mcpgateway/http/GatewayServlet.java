package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.McpGateway;
import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.spi.ClientGate;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Streamable HTTP endpoint as a servlet, for any Jakarta Servlet 6.0 container: legacy sessions (2025-03-26 to
 * 2025-11-25) and modern stateless requests (2026-07-28) at the path that it is mapped to. It must be registered with
 * asynchronous support. It serves the exact path of its mapping and answers 404 below it.
 *
 * <p>Reads and writes without blocking, so that a call in flight holds no thread. Thread-safe. Ending the servlet closes
 * all its conversations, not the gateway.
 */
public final class GatewayServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServlet.class);
    private static final String LAST_EVENT = "Last-Event-ID";

    private final transient GatewayServletOptions options;
    private final transient AccessGuard guard;
    private final transient Sessions sessions;
    private final transient PostHandler posts;
    private final transient Intake intake;
    private transient @Nullable Ticker ticker;
    private transient volatile boolean closing;

    /** Serves a gateway with the default options: whoever reaches the container is let in. */
    public GatewayServlet(McpGateway gateway) {
        this(gateway.gate(), GatewayServletOptions.builder().build());
    }

    /** Serves a gateway. */
    public GatewayServlet(McpGateway gateway, GatewayServletOptions options) {
        this(gateway.gate(), options);
    }

    /** Serves whatever is behind a gate. */
    public GatewayServlet(ClientGate gate, GatewayServletOptions options) {
        this.options = requireNonNull(options, "options");
        this.guard = new AccessGuard(options.token(), options.allowedOrigins(), options.allowedHosts());
        this.sessions = new Sessions(options);
        this.intake = new Intake(options);
        this.posts = new PostHandler(requireNonNull(gate, "gate"), sessions);
    }

    /** Called by the container. */
    @Override
    public void init() {
        Ticker created = new Ticker();
        created.start(intake.replies());
        created.start(sessions.all());
        ticker = created;
    }

    /** Called by the container: ends all streams and conversations. */
    @Override
    public void destroy() {
        closing = true;
        if (ticker != null) {
            ticker.close();
        }
        sessions.closeAll();
        intake.abort();
    }

    /** Takes no more requests; those in flight go on. */
    void drain() {
        closing = true;
    }

    /** Ends the legacy sessions and their streams, in good order. */
    void endSessions() {
        sessions.closeAll();
    }

    /** Requests in flight. */
    int inFlight() {
        return intake.inFlight();
    }

    /** Legacy sessions. */
    int sessionCount() {
        return sessions.size();
    }

    /** Called by the container. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!guard.admit(request, response)) {
            return;
        }
        if (!request.isAsyncSupported()) {
            LOG.atError().log("GatewayServlet must be registered with asynchronous support, and so must its filters");
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    "The gateway's servlet lacks asynchronous support; the server's log says more");
            return;
        }
        String below = request.getPathInfo();
        if (below != null && !below.equals("/")) {
            PlainText.answer(response, HttpServletResponse.SC_NOT_FOUND, "Not Found");
            return;
        }
        if (closing) {
            PlainText.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The gateway is stopping");
            return;
        }
        switch (request.getMethod()) {
            case "POST" -> post(request, response);
            case "GET" -> get(request, response);
            case "DELETE" -> delete(request, response);
            default -> refuseMethod(response, "GET, POST, DELETE");
        }
    }

    private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!BodyRules.isJson(request, response)) {
            return;
        }
        List<String> accept = Collections.list(request.getHeaders("Accept"));
        boolean json = MediaTypes.accepts(accept, MediaTypes.JSON);
        boolean events = MediaTypes.accepts(accept, MediaTypes.EVENTS);
        if (!json && !events) {
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_NOT_ACCEPTABLE,
                    "Not Acceptable: answers are application/json or text/event-stream");
            return;
        }
        if (!BodyRules.fits(request, response, options.maxBodyBytes())) {
            return;
        }
        String principal = guard.principal(request);
        intake.take(
                request,
                response,
                json,
                events,
                taken -> posts.handle(request, principal, taken.body(), taken.reply()));
    }

    private void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Session session = findSession(request, response);
        if (session == null) {
            return;
        }
        if (!MediaTypes.accepts(Collections.list(request.getHeaders("Accept")), MediaTypes.EVENTS)) {
            PlainText.answer(
                    response, HttpServletResponse.SC_NOT_ACCEPTABLE, "Not Acceptable: this is a text/event-stream");
            return;
        }
        String last = request.getHeader(LAST_EVENT);
        if (last == null) {
            session.listen(Intake.async(request));
            return;
        }
        Optional<EventStore.Position> position = session.events().find(last);
        if (position.isEmpty()) {
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "Bad Request: the event " + PlainText.printable(last)
                            + " is unknown, or what followed it is no longer kept; go on without " + LAST_EVENT);
            return;
        }
        position.get().stream().resume(Intake.async(request), position.get().after());
    }

    private void delete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Session session = findSession(request, response);
        if (session != null) {
            session.close();
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    /** The session that a GET or DELETE is about; null if the request has been answered. */
    private @Nullable Session findSession(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String version = request.getHeader(PostHandler.VERSION);
        if (Revisions.MODERN.equals(version)) {
            refuseMethod(response, "POST"); // that revision has neither
            return null;
        }
        if (version != null && !Revisions.isLegacy(version)) {
            PlainText.answer(response, HttpServletResponse.SC_BAD_REQUEST, "Bad Request: unsupported protocol version");
            return null;
        }
        String id = request.getHeader(PostHandler.SESSION);
        if (id == null) {
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "Bad Request: the header " + PostHandler.SESSION + " is missing");
            return null;
        }
        Session session = sessions.find(id, guard.principal(request));
        if (session == null) {
            PlainText.answer(response, HttpServletResponse.SC_NOT_FOUND, "Not Found: there is no such session");
        }
        return session;
    }

    private static void refuseMethod(HttpServletResponse response, String allowed) throws IOException {
        response.setHeader("Allow", allowed);
        PlainText.answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Method Not Allowed");
    }
}
