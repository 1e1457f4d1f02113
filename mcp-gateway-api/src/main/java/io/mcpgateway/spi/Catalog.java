package io.mcpgateway.spi;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.GatewayException;

/**
 * Knows which server entries exist. May also be {@link Watchable}. Implementations are thread-safe; calls may block.
 */
public interface Catalog extends AutoCloseable {
    /**
     * Reads the catalog as it is now. An entry that cannot be used is left out and told in
     * {@link CatalogSnapshot#problems()}.
     *
     * @throws GatewayException if the catalog as a whole cannot be read; the message names file, line and column, or URL
     */
    CatalogSnapshot read();

    @Override
    default void close() {}
}
