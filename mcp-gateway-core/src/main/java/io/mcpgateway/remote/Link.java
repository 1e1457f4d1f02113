package io.mcpgateway.remote;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.Map;

/** A message channel to one upstream. Thread-safe. */
public interface Link extends AutoCloseable {
    /** Sends one message. Neither blocks nor throws; a failure is told to the listener. */
    void send(Message message);

    /** The upstream has answered the request with this id, and so has read everything that was sent up to it. */
    default void answered(long id) {}

    /** The runtime's id for the workload at the other end; empty if no runtime runs it. */
    default String id() {
        return "";
    }

    /** What the workload at the other end wrote last to standard error, a few lines; empty if nothing is known. */
    default String lastWords() {
        return "";
    }

    /** Closes the channel; the listener hears {@link Listener#closed}. Idempotent. */
    @Override
    void close();

    /**
     * A message on its way to an upstream.
     *
     * @param kind request, notification or response
     * @param id the gateway's id of a request, else 0
     * @param method the method, empty for a response
     * @param text the whole JSON-RPC message, without line breaks between tokens
     * @param revision the revision that the message's own metadata name; empty in the legacy era, where the handshake
     *     named it
     * @param headers what a channel with headers says beside the message: {@code Mcp-Param-*}, encoded
     */
    record Message(Kind kind, long id, String method, JsonText text, String revision, Map<String, String> headers) {
        /** Copies the headers. */
        public Message {
            headers = Map.copyOf(headers);
        }

        /** A message of the legacy era. */
        public Message(Kind kind, long id, String method, JsonText text) {
            this(kind, id, method, text, "", Map.of());
        }

        /** The kind of a message. */
        public enum Kind {
            /** Expects an answer. */
            REQUEST,
            /** Expects none. */
            NOTIFICATION,
            /** Is one. */
            RESPONSE
        }
    }

    /** Hears what an upstream sends. Called by one thread at a time unless the channel has several streams. */
    interface Listener {
        /** One message; its bytes belong to the listener. Not yet checked in any way. */
        void message(JsonText text);

        /**
         * One message that came on the stream of a request of ours and so belongs to it.
         *
         * @param text the message
         * @param stream the id of that request; 0 if the channel has one stream for all
         */
        default void message(JsonText text, long stream) {
            message(text);
        }

        /** The request with this id has failed; the link lives on. */
        void failed(long id, GatewayException cause);

        /**
         * The server's transport has refused the request with this id, without a JSON-RPC answer to it; the link lives on.
         *
         * @param status the HTTP status
         */
        default void refused(long id, int status, GatewayException cause) {
            failed(id, cause);
        }

        /** The server had forgotten the session, and the link has begun a new one: what was set in the old one is gone. */
        default void renewed() {}

        /** Something that is no message was skipped. */
        void noise(String what);

        /** The link is gone and so are all requests in flight. Called once. */
        void closed(GatewayException cause);
    }
}
