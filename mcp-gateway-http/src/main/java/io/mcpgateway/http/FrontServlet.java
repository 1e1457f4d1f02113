package io.mcpgateway.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * Every path beside the endpoint. {@code /health} is open to all. The root leads to the endpoint with 307, for clients that
 * were configured without a path. Everything else is 404 and does not lead there, as it does in other gateways: a client
 * that looks for {@code /.well-known/…} documents must learn that there are none.
 */
final class FrontServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient AccessGuard guard;
    private final String endpoint;

    FrontServlet(AccessGuard guard, String endpoint) {
        this.guard = guard;
        this.endpoint = endpoint;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (path.equals("/health")) {
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentLength(0);
            return;
        }
        if (!guard.admit(request, response)) {
            return;
        }
        if (path.equals("/")) {
            response.setHeader("Location", endpoint);
            response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
            response.setContentLength(0);
            return;
        }
        PlainText.answer(response, HttpServletResponse.SC_NOT_FOUND, "Not Found");
    }
}
