package io.mcpgateway.http;

import io.mcpgateway.http.wire.MediaTypes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What can be told of a request's body before it is read. Stateless. */
final class BodyRules {
    private BodyRules() {}

    /** Whether the body is JSON as it stands; if not, the request has been answered. */
    static boolean isJson(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (MediaTypes.isJson(request.getContentType())
                && (encoding == null || encoding.equalsIgnoreCase("identity"))) {
            return true;
        }
        PlainText.answer(
                response,
                HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                "Unsupported Media Type: the body must be application/json in UTF-8");
        return false;
    }

    /** Whether the announced length is within the limit; if not, the request has been answered. */
    static boolean fits(HttpServletRequest request, HttpServletResponse response, int max) throws IOException {
        if (request.getContentLengthLong() <= max) {
            return true;
        }
        response.setHeader("Connection", "close");
        response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        response.setContentType(MediaTypes.JSON);
        response.getOutputStream().write(BodyReader.tooLarge(max).toBytes());
        return false;
    }
}
