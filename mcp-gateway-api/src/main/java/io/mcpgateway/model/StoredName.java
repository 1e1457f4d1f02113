package io.mcpgateway.model;

/** The name of something a secret store keeps. The kinds are apart so that no user secret can pose as a token. */
public sealed interface StoredName permits SecretName, OAuthTokenName, OAuthClientName {
    /** The name as users write it, without the kind. */
    String value();
}
