package io.mcpgateway;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Watchable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A catalog that says that it has changed when a test tells it to. */
final class WatchedCatalog implements Catalog, Watchable {
    private final Supplier<CatalogSnapshot> content;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    WatchedCatalog(Supplier<CatalogSnapshot> content) {
        this.content = content;
    }

    static WatchedCatalog of(Supplier<Map<String, io.mcpgateway.model.ServerEntry>> entries) {
        return new WatchedCatalog(() -> new CatalogSnapshot("c", "", entries.get(), List.of()));
    }

    @Override
    public CatalogSnapshot read() {
        return content.get();
    }

    @Override
    public Watch watch(Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    void changed() {
        watchers.forEach(Runnable::run);
    }
}
