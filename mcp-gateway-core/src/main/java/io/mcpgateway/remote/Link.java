package io.mcpgateway.remote;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;

/** A message channel to one upstream. Thread-safe. */
public interface Link extends AutoCloseable {
    /** Sends one message. Neither blocks nor throws; a failure is told to the listener. */
    void send(Message message);

    /** The upstream has answered the request with this id, and so has read everything that was sent up to it. */
    default void answered(long id) {}

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
     */
    record Message(Kind kind, long id, String method, JsonText text) {
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

        /** The request with this id has failed; the link lives on. */
        void failed(long id, GatewayException cause);

        /** Something that is no message was skipped. */
        void noise(String what);

        /** The link is gone and so are all requests in flight. Called once. */
        void closed(GatewayException cause);
    }
}
