package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

/**
 * Who a request comes from.
 *
 * @param principal the authenticated identity; {@code local} for stdio and in-memory clients
 * @param name the client's own name from its {@code clientInfo}, unverified; may be empty
 * @param version the client's own version, unverified; may be empty
 * @param sessionKey what workloads with {@link Isolation#SESSION} are kept under
 */
public record ClientIdentity(String principal, String name, String version, String sessionKey) {
    /** Checks for null. */
    public ClientIdentity {
        requireNonNull(principal, "principal");
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(sessionKey, "sessionKey");
    }
}
