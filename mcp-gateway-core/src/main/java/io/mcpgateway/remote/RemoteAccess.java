package io.mcpgateway.remote;

import java.util.Set;

/**
 * Which addresses are exempt from the rules for untrusted addresses (HTTPS, public addresses only).
 *
 * @param exempt origins {@code host} or {@code host:port} that the user named; plain HTTP and private addresses are allowed
 *     for these
 * @param insecure whether every address is exempt
 */
public record RemoteAccess(Set<String> exempt, boolean insecure) {
    /** Nothing is exempt. */
    public static final RemoteAccess STRICT = new RemoteAccess(Set.of(), false);

    /** Copies the set. */
    public RemoteAccess {
        exempt = Set.copyOf(exempt);
    }
}
