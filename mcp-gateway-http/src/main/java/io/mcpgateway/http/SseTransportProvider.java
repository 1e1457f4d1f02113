package io.mcpgateway.http;

import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.spi.TransportProvider;

/** Makes HTTP+SSE transports from the settings of {@link StreamableHttpTransportProvider}. */
public final class SseTransportProvider implements TransportProvider {
    /** Called by the service loader. */
    public SseTransportProvider() {}

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public Transport create(ProviderContext context) {
        return HttpTransports.sse(HttpSettings.options(context));
    }
}
