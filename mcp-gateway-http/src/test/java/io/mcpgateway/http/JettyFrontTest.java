package io.mcpgateway.http;

import java.time.Duration;

/** The servlet on our own listener; its idle time-out is short, and no test may notice. */
class JettyFrontTest extends HttpFrontContract {
    private StreamableHttpTransport transport;

    @Override
    int start(GatewayServletOptions options) {
        transport = HttpTransports.streamable(StreamableHttpOptions.builder()
                .token(options.token().orElseThrow())
                .idleTimeout(Duration.ofSeconds(3))
                .stopTimeout(Duration.ofMillis(100))
                .servlet(builder -> builder.copy(options))
                .build());
        transport.start(gate);
        return transport.uri().getPort();
    }

    @Override
    void stop() {
        transport.close();
    }
}
