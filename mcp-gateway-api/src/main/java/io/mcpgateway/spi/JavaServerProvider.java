package io.mcpgateway.spi;

/**
 * Creates servers inside the JVM, for catalog entries of {@code type: jvm}. {@link ProviderContext#settings()} holds the
 * server's configuration; values that are not text are given as JSON.
 */
public interface JavaServerProvider extends Provider<JavaServer> {}
