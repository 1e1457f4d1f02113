package io.mcpgateway.secret;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.spi.SecretStoreProvider;

/** Makes {@link DirectorySecretStore}s. Setting: {@code path}. */
public final class DirectorySecretStoreProvider implements SecretStoreProvider {
    /** For the service loader. */
    public DirectorySecretStoreProvider() {}

    @Override
    public String name() {
        return "directory";
    }

    @Override
    public SecretStore create(ProviderContext context) {
        return new DirectorySecretStore(HomePaths.resolve(context.home(), context.requiredSetting("path")));
    }
}
