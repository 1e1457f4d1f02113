package io.mcpgateway.spi;

import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;

/**
 * An MCP server inside this JVM, spoken to in JSON-RPC messages. For tools written in Java there is a simpler way to make
 * one in the gateway's core; this is the seam below it. Thread-safe.
 */
public interface JavaServer extends AutoCloseable {
    /** The era that conversations are opened in. A server of both eras is spoken to in the one that it names here. */
    default Era era() {
        return Era.LEGACY;
    }

    /**
     * Opens a conversation, as a client that connects. In the legacy era {@code initialize} comes first, in the modern one
     * {@code server/discover}.
     *
     * @param toGateway takes the server's messages
     */
    Channel open(Receiver toGateway);

    @Override
    default void close() {}

    /** The gateway's end of a conversation. */
    interface Channel extends AutoCloseable {
        /** Takes one message from the gateway; does not block. */
        void send(JsonText message);

        /** Ends the conversation. Idempotent. */
        @Override
        void close();
    }

    /** Takes a server's messages. Does not block. */
    interface Receiver {
        /** One message. */
        void receive(JsonText message);

        /** The server has ended the conversation. */
        void ended(String reason);
    }
}
