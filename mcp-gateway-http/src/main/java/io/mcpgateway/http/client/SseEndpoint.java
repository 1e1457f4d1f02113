package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.model.GatewayException;
import java.nio.charset.StandardCharsets;

/** Where a server of the HTTP+SSE transport wants messages to be posted. Stateless. */
final class SseEndpoint {
    private static final int MAX_LENGTH = 8 << 10;

    private SseEndpoint() {}

    /**
     * Reads the data of an {@code endpoint} event: a URL, absolute or relative to that of the stream.
     *
     * @param from where the stream comes from, redirects followed
     * @throws GatewayException if it is none, is refused, or is at another origin: messages carry credentials
     */
    static Checked read(Remote remote, Checked from, byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || data.length > MAX_LENGTH) {
            throw unusable(remote, from);
        }
        Checked named =
                UrlGuard.check(absolute(remote, from, text), remote.target().access());
        if (!named.origin().equals(from.origin())) {
            throw remote.unavailable(from, "it wants messages to be sent to another origin");
        }
        return named;
    }

    private static String absolute(Remote remote, Checked from, String text) {
        if (text.startsWith("?")) { // which URI.resolve puts behind the directory, as RFC 2396 did
            return from.origin() + from.uri().getRawPath() + text;
        }
        try {
            return from.uri().resolve(text).toString();
        } catch (IllegalArgumentException e) {
            throw unusable(remote, from);
        }
    }

    private static GatewayException unusable(Remote remote, Checked from) {
        return remote.unavailable(from, "it names no usable endpoint for messages");
    }
}
