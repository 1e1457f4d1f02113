package io.mcpgateway.starter;

import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ProviderContext;

/** Makes the catalog {@code starter}. */
public final class StarterCatalogProvider implements CatalogProvider {
    /** For {@link java.util.ServiceLoader}. */
    public StarterCatalogProvider() {}

    @Override
    public String name() {
        return StarterCatalog.NAME;
    }

    @Override
    public Catalog create(ProviderContext context) {
        return new StarterCatalog();
    }
}
