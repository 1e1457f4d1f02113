package io.mcpgateway;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.Requester;
import io.mcpgateway.relay.UriOwners;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.upstream.ClientFacts;

/** Requests of the program that the gateway is in, which can do nothing for servers. Stateless. */
final class Embedded {
    private static final ReplyStream NO_STREAM = new ReplyStream() {
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

    /**
     * The request of this method.
     *
     * @throws MalformedMessageException if it could not be sent on
     */
    static Request request(String method, JsonText params) throws MalformedMessageException {
        return new Request(
                Envelope.scan(Messages.request(1, method, params, JsonText.of(""))),
                NO_STREAM,
                new Requester(
                        Era.LEGACY,
                        new ClientIdentity("local", "embedded", Versions.own(), "embedded"),
                        CapabilityProfile.EMPTY,
                        new ClientFacts(JsonText.emptyObject(), JsonText.of(""), JsonText.of("")),
                        "",
                        new UriOwners(),
                        Requester.Asking.NOBODY));
    }
}
