package io.mcpgateway.spi;

/** Creates registries. */
public interface RegistryProvider extends Provider<Registry> {}
