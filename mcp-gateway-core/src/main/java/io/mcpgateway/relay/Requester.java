package io.mcpgateway.relay;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.Question;

/**
 * Who makes a request, and what is known of them: in the modern era the request said it, in the legacy era the handshake.
 *
 * @param era the client's
 * @param client who asks
 * @param profile what the client can do, reduced
 * @param facts what a modern server is told of the client
 * @param logLevel from which level on the client wants log messages with its request; empty if it did not say
 * @param uriOwners which server gave the client which URI
 * @param asking how the client can be asked something while its request is in flight
 */
public record Requester(
        Era era,
        ClientIdentity client,
        CapabilityProfile profile,
        ClientFacts facts,
        String logLevel,
        UriOwners uriOwners,
        Asking asking) {
    /** The way to a client beside the answers to its requests. Neither blocks nor throws. */
    public interface Asking {
        /** Nobody can be asked. */
        Asking NOBODY = new Asking() {
            @Override
            public void ask(Question question, ReplyStream replies) {
                question.refuse(Question.METHOD_NOT_FOUND, "Method not found: the client takes no requests");
            }

            @Override
            public void tell(JsonText notification) {
                // In the modern era everything belongs to a request.
            }
        };

        /** Asks on the stream of a request; the answer goes to the question. */
        void ask(Question question, ReplyStream replies);

        /** Tells something that belongs to no request in flight. */
        void tell(JsonText notification);
    }
}
