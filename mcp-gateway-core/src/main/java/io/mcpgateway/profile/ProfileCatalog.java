package io.mcpgateway.profile;

import io.mcpgateway.files.FileWatcher;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Watchable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entries that a profile holds. A file that is not there is an error: somebody has named it. Thread-safe. */
public final class ProfileCatalog implements Catalog, Watchable {
    private final Path file;

    /** The entries in this file, read anew each time. */
    public ProfileCatalog(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public CatalogSnapshot read() {
        ProfileDocument profile = ProfileDocument.read(file);
        Map<String, ServerEntry> entries = new LinkedHashMap<>();
        profile.servers().forEach((name, server) -> entries.put(name, server.entry()));
        String name = profile.id().isEmpty() ? file.toString() : profile.id();
        return new CatalogSnapshot(name, profile.name(), entries, profile.problems());
    }

    @Override
    public Watch watch(Runnable changed) {
        return new FileWatcher(List.of(file)).watch(changed);
    }

    @Override
    public String toString() {
        return "catalog of profile " + file;
    }
}
