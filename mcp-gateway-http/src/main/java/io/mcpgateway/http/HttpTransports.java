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
