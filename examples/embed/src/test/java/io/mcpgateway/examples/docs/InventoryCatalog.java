package io.mcpgateway.examples.docs;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

// region catalog
/** Lists the images of a company's inventory. */
final class InventoryCatalog implements Catalog {
    private final Supplier<Map<String, String>> imagesByName;

    InventoryCatalog(Supplier<Map<String, String>> imagesByName) {
        this.imagesByName = imagesByName;
    }

    @Override
    public CatalogSnapshot read() {
        Map<String, ServerEntry> servers = new LinkedHashMap<>();
        imagesByName
                .get()
                .forEach((name, image) -> servers.put(
                        name,
                        ServerEntry.builder(name, ServerType.SERVER)
                                .image(image)
                                .disableNetwork(true)
                                .build()));
        return new CatalogSnapshot("inventory", "Our inventory", servers, List.of());
    }
}
// endregion
