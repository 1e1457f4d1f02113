package io.mcpgateway.spi;

/** Creates catalogs. */
public interface CatalogProvider extends Provider<Catalog> {}
