package io.mcpgateway.transport;

import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.spi.TransportProvider;

/** Provides {@code in-memory}. */
public final class InMemoryTransportProvider implements TransportProvider {
    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public Transport create(ProviderContext context) {
        return new InMemoryTransport();
    }
}
