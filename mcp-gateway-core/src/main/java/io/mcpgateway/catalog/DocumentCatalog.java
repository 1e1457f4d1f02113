package io.mcpgateway.catalog;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.spi.Catalog;

/** A catalog in memory. Its entries are foreign. Immutable. */
public final class DocumentCatalog implements Catalog {
    private final String source;
    private final byte[] utf8;

    /** The catalog that these bytes are; the source is named in messages. */
    public DocumentCatalog(String source, byte[] utf8) {
        this.source = requireNonNull(source, "source");
        this.utf8 = utf8.clone();
    }

    @Override
    public CatalogSnapshot read() {
        return CatalogReader.read(utf8, new Origin(source, Trust.FOREIGN));
    }

    @Override
    public String toString() {
        return "catalog " + source;
    }
}
