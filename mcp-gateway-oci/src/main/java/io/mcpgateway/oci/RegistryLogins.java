package io.mcpgateway.oci;

import java.util.Optional;

/** Knows the user's logins. Calls may block; thread-safe. */
@FunctionalInterface
public interface RegistryLogins {
    /**
     * The login for a registry; empty if none is known, which means anonymous.
     *
     * @param registry host, and port if it is named with one, as in {@link OciReference#registry()}
     * @throws io.mcpgateway.model.ConfigException if what should tell is broken
     */
    Optional<RegistryLogin> find(String registry);

    /** Knows none. */
    static RegistryLogins none() {
        return registry -> Optional.empty();
    }
}
