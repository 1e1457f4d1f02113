package io.mcpgateway.http;

import io.mcpgateway.model.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in or answers it: first the bearer token (401), then the host that it names on a loopback address, then
 * its origin (both 403; they keep web pages out that reach us through the user's browser). Immutable.
 */
final class AccessGuard {
    private static final Pattern LOOPBACK_ORIGIN =
            Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final Pattern LOOPBACK_HOST = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(:[0-9]{0,5})?");

    private final byte @Nullable [] expected;
    private final Set<String> allowedOrigins;
    private final Set<String> allowedHosts;

    AccessGuard(Optional<Secret> token, Set<String> allowedOrigins, Set<String> allowedHosts) {
        this.expected = token.map(secret -> bytes("Bearer " + secret.reveal())).orElse(null);
        this.allowedOrigins = allowedOrigins;
        this.allowedHosts = allowedHosts;
    }

    /** Whether the request may go on; if not, it has been answered. */
    boolean admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!authenticated(request)) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"MCP Gateway\"");
            PlainText.answer(response, HttpServletResponse.SC_UNAUTHORIZED, "Unauthorized");
            return false;
        }
        if (!hostAllowed(request)) {
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "Forbidden: Host is not a loopback name; see the option for allowed hosts");
            return false;
        }
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        if (!originAllowed(origins)) {
            PlainText.answer(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "Forbidden: Origin not allowed: " + PlainText.printable(origins.get(0)));
            return false;
        }
        return true;
    }

    /** Who the client is: the container's user, or how it was let in. */
    String principal(HttpServletRequest request) {
        if (request.getUserPrincipal() != null) {
            return "user:" + request.getUserPrincipal().getName();
        }
        return expected == null ? "anonymous" : "token";
    }

    private boolean authenticated(HttpServletRequest request) {
        if (expected == null) {
            return true;
        }
        List<String> given = Collections.list(request.getHeaders("Authorization"));
        return given.size() == 1 && MessageDigest.isEqual(expected, bytes(given.get(0)));
    }

    private boolean hostAllowed(HttpServletRequest request) {
        if (allowedHosts.contains("*") || !isLoopback(request.getLocalAddr())) {
            return true;
        }
        String header = request.getHeader("Host");
        String authority = header == null ? request.getServerName() : header;
        var matcher = HOST.matcher(authority.strip());
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        return LOOPBACK_HOST.matcher(host).matches() || allowedHosts.contains(host);
    }

    private boolean originAllowed(List<String> origins) {
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        return LOOPBACK_ORIGIN.matcher(origin).matches() || allowedOrigins.contains(origin);
    }

    /** The container gives a literal, so nothing is looked up. */
    private static boolean isLoopback(@Nullable String literal) {
        try {
            return literal != null && InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
