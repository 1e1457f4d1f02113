package io.mcpgateway;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;

/** What a caller in this program does not hear: notifications of its requests. */
final class Embedded {
    static final ReplyStream NO_STREAM = new ReplyStream() {
        @Override
        public void send(JsonText message) {
            // The caller asked for an answer only; to hear more it connects through the gate.
        }

        @Override
        public void end(JsonText response, ReplyStatus status) {
            // The answer comes as the outcome of the request.
        }
    };

    private Embedded() {}
}
