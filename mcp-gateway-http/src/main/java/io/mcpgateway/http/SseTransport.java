package io.mcpgateway.http;

import io.mcpgateway.spi.ClientGate;

/**
 * The HTTP+SSE transport of revision 2024-11-05 on a listener of its own, for clients that know no other: {@code GET /sse}
 * opens the stream, whose first event names the path to send messages to, {@code /health} answers 200. Made by
 * {@link HttpTransports}. Thread-safe.
 */
public final class SseTransport extends ListeningTransport {
    private static final String PATH = "/sse";

    SseTransport(StreamableHttpOptions options) {
        super(options);
    }

    @Override
    String path() {
        return PATH;
    }

    @Override
    Listener.Endpoint endpoint(ClientGate gate, GatewayServletOptions servletOptions) {
        SseServlet servlet = new SseServlet(gate, servletOptions, PATH);
        return new Listener.Endpoint(PATH, servlet, servlet::drain, servlet::endSessions, servlet::inFlight);
    }
}
