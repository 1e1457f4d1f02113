package io.mcpgateway.http;

import io.mcpgateway.model.Secret;
import java.security.SecureRandom;

/** Transports that serve clients over HTTP. */
public final class HttpTransports {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int TOKEN_LENGTH = 50;

    private HttpTransports() {}

    /**
     * Streamable HTTP on {@code 127.0.0.1}, guarded by a fresh token, which {@link StreamableHttpTransport#token()} tells.
     *
     * @param port the port; 0 for a free one
     */
    public static StreamableHttpTransport streamable(int port) {
        return streamable(
                StreamableHttpOptions.builder().port(port).token(newToken()).build());
    }

    /** Streamable HTTP. */
    public static StreamableHttpTransport streamable(StreamableHttpOptions options) {
        return new StreamableHttpTransport(options);
    }

    /**
     * HTTP+SSE, the transport of revision 2024-11-05, on {@code 127.0.0.1}, guarded by a fresh token, which
     * {@link SseTransport#token()} tells.
     *
     * @param port the port; 0 for a free one
     */
    public static SseTransport sse(int port) {
        return sse(StreamableHttpOptions.builder().port(port).token(newToken()).build());
    }

    /** HTTP+SSE, the transport of revision 2024-11-05, with the options that Streamable HTTP has. */
    public static SseTransport sse(StreamableHttpOptions options) {
        return new SseTransport(options);
    }

    /** A token that nobody can guess: 50 characters of {@code a-z0-9}, 258 bits. */
    public static Secret newToken() {
        SecureRandom random = new SecureRandom();
        StringBuilder token = new StringBuilder(TOKEN_LENGTH);
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return Secret.of(token.toString());
    }
}
