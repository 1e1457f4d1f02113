package io.mcpgateway.catalog;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ProviderContext;

/**
 * Makes {@link DirectoryCatalog}s. Setting: {@code path}; one that is neither absolute nor starts with {@code ./} is under
 * {@code catalogs} in the home directory.
 */
public final class DirectoryCatalogProvider implements CatalogProvider {
    /** For the service loader. */
    public DirectoryCatalogProvider() {}

    @Override
    public String name() {
        return "directory";
    }

    @Override
    public Catalog create(ProviderContext context) {
        return new DirectoryCatalog(
                HomePaths.resolve(context.home().resolve("catalogs"), context.requiredSetting("path")));
    }
}
