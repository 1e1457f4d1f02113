package io.mcpgateway.examples.docs;

import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ProviderContext;
import java.util.Map;

// region provider
/** Makes the catalog available to configuration under the name {@code inventory}. */
public final class InventoryCatalogProvider implements CatalogProvider {
    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public Catalog create(ProviderContext context) {
        String image = context.requiredSetting("image");
        return new InventoryCatalog(() -> Map.of("inventory", image));
    }
}
// endregion
