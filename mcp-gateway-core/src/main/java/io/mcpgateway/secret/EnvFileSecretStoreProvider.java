package io.mcpgateway.secret;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.spi.SecretStoreProvider;

/** Makes {@link EnvFileSecretStore}s. Setting: {@code path}; by default {@code .env} in the home directory. */
public final class EnvFileSecretStoreProvider implements SecretStoreProvider {
    /** For the service loader. */
    public EnvFileSecretStoreProvider() {}

    @Override
    public String name() {
        return "env-file";
    }

    @Override
    public SecretStore create(ProviderContext context) {
        return new EnvFileSecretStore(
                HomePaths.resolve(context.home(), context.setting("path").orElse(".env")));
    }
}
