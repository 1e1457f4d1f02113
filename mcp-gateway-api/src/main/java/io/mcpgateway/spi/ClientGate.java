package io.mcpgateway.spi;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway as a transport sees it. Thread-safe. */
public interface ClientGate {
    /**
     * Opens a conversation with a client. Cheap: a transport without sessions of its own opens one for each request.
     *
     * @param peer who the client is, as far as the transport knows
     * @param toClient takes messages that belong to no request in flight
     * @throws GatewayException if the gateway is closed
     */
    Conversation open(Peer peer, MessageStream toClient);

    /**
     * Who a client is, as far as a transport knows.
     *
     * @param principal the authenticated identity; of clients that are not told apart {@code local} (stdio, in memory),
     *     {@code token} (they know the one token) or {@code anonymous}. Any other may take only a share of what is limited
     * @param transport the transport's name, such as {@code stdio}
     * @param connection what makes a lasting connection or session unique within this process, and so the key of its
     *     workloads; empty for a request that stands alone
     */
    record Peer(String principal, String transport, String connection) {
        /** Checks for null. */
        public Peer {
            requireNonNull(principal, "principal");
            requireNonNull(transport, "transport");
            requireNonNull(connection, "connection");
        }
    }

    /** A conversation with one client. Thread-safe. */
    interface Conversation extends AutoCloseable {
        /**
         * Takes one message from the client. Returns at once; the answer to a request goes to {@code replies}, exactly
         * once, perhaps before this returns. Foreign bytes are welcome: what is not a valid message is answered with an
         * error. Does not throw.
         *
         * @param message one JSON-RPC message
         * @param replies takes the answer, and what belongs to the request before it
         */
        Receipt receive(JsonText message, ReplyStream replies);

        /** The client sends nothing more: what is in flight is still answered, subscriptions end. */
        default void inputEnded() {}

        /** The client is gone: what it has in flight is cancelled. Idempotent. */
        @Override
        void close();
    }

    /** Takes messages for a client. Does not block and does not throw; a stream whose client is gone drops them. */
    interface MessageStream {
        /** One message, without line breaks between tokens. */
        void send(JsonText message);

        /** The gateway ends the conversation, for instance after idle time; the transport lets go of it. */
        void end(String reason);

        /**
         * Whether the transport itself learns when the client goes, as with a pipe. Such a conversation does not end because
         * it was idle; one that a client may have forgotten, such as an HTTP session, does.
         */
        default boolean endsWithItsClient() {
            return false;
        }
    }

    /** Takes what belongs to one request. Does not block and does not throw. */
    interface ReplyStream {
        /** A notification or request that belongs to the request in flight. */
        void send(JsonText message);

        /**
         * The answer; nothing comes after it.
         *
         * @param response the JSON-RPC response
         * @param status what a transport with statuses of its own has to know
         */
        void end(JsonText response, ReplyStatus status);

        /** The client has cancelled the request: no answer comes, and nothing else. */
        default void cancelled() {}

        /**
         * The {@code Mcp-Param-*} headers that the request came with, by lower-case name, as they were spelled; null if the
         * transport has no headers. Source: revision 2026-07-28, basic/transports/streamable-http, "Custom Headers".
         */
        default @Nullable Map<String, String> paramHeaders() {
            return null;
        }
    }

    /** What happened to a request, for transports with statuses of their own. */
    enum ReplyStatus {
        /** A result, or an error that the server gave. */
        ANSWERED,
        /** Not JSON, not JSON-RPC, or not allowed at this point. */
        MALFORMED,
        /** The metadata that the modern era requires are missing or wrong, or a header contradicts the body. */
        BAD_METADATA,
        /** The revision is not spoken here. */
        UNSUPPORTED_REVISION,
        /** There is no such method. */
        UNKNOWN_METHOD,
        /** A limit was hit. */
        OVERLOADED
    }

    /** What a message turned out to be. */
    interface Receipt {
        /** The kind of message. */
        Kind kind();

        /** The client no longer waits: cancels the request if it is in flight. */
        void abandon();

        /** The kind of a message. */
        enum Kind {
            /** A request; an answer comes. */
            REQUEST,
            /** An {@code initialize} request; an answer comes, and the conversation becomes a legacy session. */
            INITIALIZE,
            /** A notification or response; no answer comes. */
            ONE_WAY,
            /** Not a valid message; an answer comes. */
            INVALID
        }
    }
}
