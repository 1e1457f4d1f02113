package io.mcpgateway.cli.gateway;

import io.mcpgateway.model.Secret;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * The token that HTTP clients have to show.
 *
 * @param secret the token
 * @param generated whether it was made for this run, so that nobody knows it yet
 */
record BearerToken(Secret secret, boolean generated) {
    static final String VARIABLE = "MCP_GATEWAY_AUTH_TOKEN";

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 50;

    /** The token of the environment; empty if there is none. */
    static Optional<BearerToken> of(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(new BearerToken(Secret.of(value), false));
    }

    static BearerToken generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder token = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new BearerToken(Secret.of(token.toString()), true);
    }
}
