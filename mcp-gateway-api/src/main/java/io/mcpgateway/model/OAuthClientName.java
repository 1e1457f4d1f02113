package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

/**
 * Names the OAuth client registration that the gateway holds for a server.
 *
 * @param value the server's name
 */
public record OAuthClientName(String value) implements StoredName {
    /** Checks for null. */
    public OAuthClientName {
        requireNonNull(value, "value");
    }
}
