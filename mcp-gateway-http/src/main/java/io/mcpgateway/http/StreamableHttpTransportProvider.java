package io.mcpgateway.http;

import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.spi.TransportProvider;

/**
 * Makes Streamable HTTP transports from settings: {@code host} (default {@code 127.0.0.1}), {@code port} (default 8811),
 * {@code token} (else the environment variable {@code MCP_GATEWAY_AUTH_TOKEN}), {@code allow-unauthenticated}
 * ({@code true} lets clients in without), {@code allowed-origins} and {@code allowed-hosts} (comma-separated),
 * {@code max-body-bytes}.
 */
public final class StreamableHttpTransportProvider implements TransportProvider {
    /** Called by the service loader. */
    public StreamableHttpTransportProvider() {}

    @Override
    public String name() {
        return "streaming";
    }

    @Override
    public Transport create(ProviderContext context) {
        return HttpTransports.streamable(HttpSettings.options(context));
    }
}
