package io.mcpgateway.secret;

import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.spi.SecretStoreProvider;

/** Makes {@link EnvironmentSecretStore}s. Setting: {@code prefix}, by default none. */
public final class EnvironmentSecretStoreProvider implements SecretStoreProvider {
    /** For the service loader. */
    public EnvironmentSecretStoreProvider() {}

    @Override
    public String name() {
        return "environment";
    }

    @Override
    public SecretStore create(ProviderContext context) {
        return new EnvironmentSecretStore(
                context.environment(), context.setting("prefix").orElse(""));
    }
}
