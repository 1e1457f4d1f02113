package io.mcpgateway.secret;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.SecretName;
import java.util.Optional;

/** Names of secrets from outside. */
public final class SecretNames {
    private SecretNames() {}

    /** The name, if it has the form of one. */
    public static Optional<SecretName> parse(String text) {
        try {
            return Optional.of(new SecretName(text));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}
