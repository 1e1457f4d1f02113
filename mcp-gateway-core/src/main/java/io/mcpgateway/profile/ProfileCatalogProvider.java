package io.mcpgateway.profile;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ProviderContext;

/**
 * Makes {@link ProfileCatalog}s. Setting: {@code path}; one that is neither absolute nor starts with {@code ./} is under
 * {@code profiles} in the home directory.
 */
public final class ProfileCatalogProvider implements CatalogProvider {
    /** For the service loader. */
    public ProfileCatalogProvider() {}

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public Catalog create(ProviderContext context) {
        return new ProfileCatalog(
                HomePaths.resolve(context.home().resolve("profiles"), context.requiredSetting("path")));
    }
}
