package io.mcpgateway.transport;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.testkit.TransportContract;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class InMemoryTransportTest implements TransportContract {
    @Override
    public Transport newTransport() {
        return new InMemoryTransport();
    }

    @Override
    public RawClient connect(Transport transport) {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        Conversation conversation = ((InMemoryTransport) transport).connect(new MessageStream() {
            @Override
            public void send(JsonText message) {
                arrived.add(message.toString());
            }

            @Override
            public void end(String reason) {
                // the contract looks at the transport for that
            }
        });
        ReplyStream replies = new ReplyStream() {
            @Override
            public void send(JsonText message) {
                arrived.add(message.toString());
            }

            @Override
            public void end(JsonText response, ReplyStatus status) {
                arrived.add(response.toString());
            }
        };
        return new RawClient() {
            @Override
            public void send(String message) {
                conversation.receive(JsonText.of(message), replies);
            }

            @Override
            public String receive() throws InterruptedException {
                return arrived.poll(20, TimeUnit.SECONDS);
            }

            @Override
            public void close() {
                conversation.close();
            }
        };
    }
}
