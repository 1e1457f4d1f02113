package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

/**
 * Names the OAuth token that the gateway holds for a server.
 *
 * @param value the server's name
 */
public record OAuthTokenName(String value) implements StoredName {
    /** Checks for null. */
    public OAuthTokenName {
        requireNonNull(value, "value");
    }
}
