package io.mcpgateway.http;

import io.mcpgateway.spi.ClientGate;

/**
 * Streamable HTTP on a listener of its own: the endpoint is {@code /mcp}, {@code /health} answers 200. Made by
 * {@link HttpTransports}. Thread-safe.
 */
public final class StreamableHttpTransport extends ListeningTransport {
    private static final String PATH = "/mcp";

    StreamableHttpTransport(StreamableHttpOptions options) {
        super(options);
    }

    @Override
    String path() {
        return PATH;
    }

    @Override
    Listener.Endpoint endpoint(ClientGate gate, GatewayServletOptions servletOptions) {
        GatewayServlet servlet = new GatewayServlet(gate, servletOptions);
        return new Listener.Endpoint(PATH, servlet, servlet::drain, servlet::endSessions, servlet::inFlight);
    }
}
