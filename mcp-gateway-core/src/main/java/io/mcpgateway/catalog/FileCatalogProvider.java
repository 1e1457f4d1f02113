package io.mcpgateway.catalog;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ProviderContext;

/**
 * Makes {@link FileCatalog}s. Setting: {@code path}; one that is neither absolute nor starts with {@code ./} is under
 * {@code catalogs} in the home directory.
 */
public final class FileCatalogProvider implements CatalogProvider {
    /** For the service loader. */
    public FileCatalogProvider() {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Catalog create(ProviderContext context) {
        return new FileCatalog(HomePaths.resolve(context.home().resolve("catalogs"), context.requiredSetting("path")));
    }
}
