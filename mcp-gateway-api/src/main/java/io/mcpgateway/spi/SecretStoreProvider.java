package io.mcpgateway.spi;

/** Creates secret stores. */
public interface SecretStoreProvider extends Provider<SecretStore> {}
