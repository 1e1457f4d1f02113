package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How a client of {@link ChaosIT} reaches a gateway. Thread-safe. */
interface ChaosWire extends AutoCloseable {
    /** Hears what comes. Called on threads of the wire. */
    interface Listener {
        /** A notification or a request came; {@code stream} is the id of the request on whose stream it came, if one did. */
        void heard(JsonNode message, @Nullable Long stream);

        /** An answer came that no request waits for. */
        void stray(JsonNode answer);

        /** Something came that is no message. */
        void junk(String what);
    }

    /** A request on its way. */
    interface Sent {
        /** The answer; fails with {@link NoAnswer} if the channel of this request has ended without one. */
        CompletableFuture<JsonNode> answer();

        /** Completes when nothing can come any more on the channel that belongs to this request alone, if there is one. */
        CompletableFuture<Void> ended();

        /** Closes the channel that belongs to this request alone; does nothing if there is none. */
        void abort();
    }

    /** The channel has ended without an answer. */
    final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswer(String why) {
            super(why);
        }
    }

    /** Sends a request with an id. */
    Sent request(long id, ObjectNode message);

    /** Sends a notification or an answer. */
    void send(ObjectNode message);

    /** Whether closing a request's channel is how it is cancelled. */
    boolean cancelsByClosing();

    /** Goes away: in order, or without a word. */
    void leave(boolean politely);

    @Override
    default void close() {
        leave(true);
    }
}
