package io.mcpgateway.http.client;

import io.mcpgateway.http.client.Exchange.Ending;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.Link.Message;
import java.time.Duration;
import java.util.Map;

/**
 * A message of the modern era: it carries all that the server needs to know, in its headers too, and belongs to no session.
 * Its stream cannot be resumed; closing it is how the request is cancelled.
 */
final class ModernCall extends PostCall {
    private static final Duration IDLE = Duration.ofMinutes(20);

    ModernCall(StreamableHttpLink link, Message message) {
        super(link, message);
    }

    @Override
    Exchange post() {
        Map<String, String> headers = ModernHeaders.of(message);
        return Exchange.post(link.remote(), message.text())
                // Subscriptions are silent until something changes.
                .idle(message.method().equals("subscriptions/listen") ? Duration.ZERO : IDLE)
                .headers((fields, address) -> headers.forEach(fields::put))
                .to(this);
    }

    @Override
    void streamEnded(Ending ending) {
        GatewayException failure = ending.failure();
        fail(
                failure == null
                        ? link.remote().unavailable(ending.address(), "the stream ended without an answer")
                        : failure);
    }
}
