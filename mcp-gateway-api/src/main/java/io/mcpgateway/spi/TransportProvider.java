package io.mcpgateway.spi;

/** Creates transports. */
public interface TransportProvider extends Provider<Transport> {}
