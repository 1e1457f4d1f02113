package io.mcpgateway.oci;

import io.mcpgateway.model.Secret;

/**
 * What a user has to log in to a registry with.
 *
 * @param username the user's name; empty if the secret is an identity token, which is exchanged for tokens
 * @param secret password or identity token
 */
public record RegistryLogin(String username, Secret secret) {
    /** A login with a password. */
    public static RegistryLogin password(String username, Secret password) {
        return new RegistryLogin(username, password);
    }

    /** A login with a token that stands for a user. */
    public static RegistryLogin identityToken(Secret token) {
        return new RegistryLogin("", token);
    }

    boolean isIdentityToken() {
        return username.isEmpty();
    }
}
