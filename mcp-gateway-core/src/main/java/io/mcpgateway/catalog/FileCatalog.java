package io.mcpgateway.catalog;

import io.mcpgateway.files.FileWatcher;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Watchable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A catalog in one file. A file that is not there is an error: somebody has named it. Thread-safe. */
public final class FileCatalog implements Catalog, Watchable {
    private final Path file;
    private final Predicate<Path> foreign;

    /** The catalog in this file, read anew each time. */
    public FileCatalog(Path file) {
        this(file, any -> false);
    }

    /**
     * The catalog in this file.
     *
     * @param foreign whether its content comes from elsewhere, whoever owns the file; asked at each reading
     */
    public FileCatalog(Path file, Predicate<Path> foreign) {
        this.file = file.toAbsolutePath().normalize();
        this.foreign = foreign;
    }

    @Override
    public CatalogSnapshot read() {
        Origin origin = new Origin(file.toString(), foreign.test(file) ? Trust.FOREIGN : FileTrust.of(file));
        byte[] bytes = SafeFiles.read(file, YamlReader.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND, "Cannot read catalog " + file + ": there is no such file"));
        return CatalogReader.read(bytes, origin);
    }

    @Override
    public Watch watch(Runnable changed) {
        return new FileWatcher(List.of(file)).watch(changed);
    }

    @Override
    public String toString() {
        return "catalog " + file;
    }
}
