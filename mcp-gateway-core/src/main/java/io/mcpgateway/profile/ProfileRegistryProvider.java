package io.mcpgateway.profile;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.RegistryProvider;

/**
 * Makes {@link ProfileRegistry}s. Setting: {@code path}; one that is neither absolute nor starts with {@code ./} is under
 * {@code profiles} in the home directory.
 */
public final class ProfileRegistryProvider implements RegistryProvider {
    /** For the service loader. */
    public ProfileRegistryProvider() {}

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public Registry create(ProviderContext context) {
        return new ProfileRegistry(
                HomePaths.resolve(context.home().resolve("profiles"), context.requiredSetting("path")));
    }
}
