package io.mcpgateway.secret;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets in environment variables: {@code github.token} is {@code GITHUB_TOKEN}, with letters in upper case and every
 * other character than a letter or digit as {@code _}, after a prefix that may be empty. An empty variable is none.
 *
 * <p>Without a prefix every enabled server can ask for every variable of the host, because a server's entry names its
 * secrets itself; the gateway's own token is never given. Thread-safe.
 */
public final class EnvironmentSecretStore implements SecretStore {
    private static final Set<String> OWN = Set.of("MCP_GATEWAY_AUTH_TOKEN");

    private final Map<String, String> environment;
    private final String prefix;

    /** The secrets among these variables. */
    public EnvironmentSecretStore(Map<String, String> environment, String prefix) {
        this.environment = Map.copyOf(environment);
        this.prefix = requireNonNull(prefix, "prefix");
    }

    @Override
    public String describe() {
        return prefix.isEmpty() ? "environment" : "environment " + prefix + "*";
    }

    @Override
    public Optional<Secret> find(StoredName name) {
        if (!(name instanceof SecretName)) {
            return Optional.empty();
        }
        String variable = variable(name.value());
        if (OWN.contains(variable)) {
            return Optional.empty();
        }
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Secret::of);
    }

    private String variable(String name) {
        return prefix + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
