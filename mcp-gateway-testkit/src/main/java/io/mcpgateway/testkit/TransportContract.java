package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.spi.Transport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What every {@link Transport} must do. */
public interface TransportContract {
    /** A new transport, not started. */
    Transport newTransport() throws Exception;

    /** Connects a client to a transport that has started. */
    RawClient connect(Transport transport) throws Exception;

    /** A client that knows nothing but how to carry messages over this transport. */
    interface RawClient extends AutoCloseable {
        /** Sends one message. */
        void send(String message) throws Exception;

        /** The next message that arrives; waits for it. */
        String receive() throws Exception;

        @Override
        void close() throws IOException;
    }

    /** A transport has a name for messages before and after it starts. */
    @Test
    default void describesItself() throws Exception {
        try (Transport transport = newTransport()) {
            assertThat(transport.describe()).isNotBlank();
            transport.start(new EchoGate());
            assertThat(transport.describe()).isNotBlank();
        }
    }

    /** Messages pass in both directions, byte by byte as they came. */
    @Test
    default void carriesRequestsAndAnswers() throws Exception {
        EchoGate gate = new EchoGate();
        try (Transport transport = newTransport()) {
            transport.start(gate);
            try (RawClient client = connect(transport)) {
                client.send(EchoGate.INITIALIZE);
                assertThat(client.receive()).contains("\"id\":\"init\"");
                String request = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\","
                        + "\"params\":{\"b\":1.50,\"a\":\"\u4e16\\u0041\",\"unknown\":[null]}}";
                client.send(request);
                assertThat(client.receive()).isEqualTo(EchoGate.answerTo("7", request));
            }
        }
    }

    /** A notification is taken and not answered. */
    @Test
    default void carriesNotifications() throws Exception {
        EchoGate gate = new EchoGate();
        try (Transport transport = newTransport()) {
            transport.start(gate);
            try (RawClient client = connect(transport)) {
                client.send(EchoGate.INITIALIZE);
                client.receive();
                String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
                client.send(note);
                await().untilAsserted(() -> assertThat(gate.received()).contains(note));
            }
        }
    }

    /** A message of a megabyte is nothing special. */
    @Test
    default void carriesLargeMessages() throws Exception {
        try (Transport transport = newTransport()) {
            transport.start(new EchoGate());
            try (RawClient client = connect(transport)) {
                client.send(EchoGate.INITIALIZE);
                client.receive();
                String request = "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{\"a\":\""
                        + "x".repeat(1 << 20) + "\"}}";
                client.send(request);
                assertThat(client.receive()).isEqualTo(EchoGate.answerTo("8", request));
            }
        }
    }

    /** Closing ends every conversation, can be repeated, and is no failure. */
    @Test
    default void closingEndsConversations() throws Exception {
        EchoGate gate = new EchoGate();
        Transport transport = newTransport();
        transport.start(gate);
        try (RawClient client = connect(transport)) {
            client.send(EchoGate.INITIALIZE);
            client.receive();
            transport.close();
            transport.close();
            await().untilAsserted(() -> assertThat(gate.openConversations()).isZero());
        }
        assertThat(transport.ended().toCompletableFuture()).isNotCompletedExceptionally();
    }

    /** A transport that never started can be closed. */
    @Test
    default void canBeClosedWithoutHavingStarted() throws Exception {
        Transport transport = newTransport();
        assertThatCode(transport::close).doesNotThrowAnyException();
    }
}
