package io.mcpgateway.upstream;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words what a server is sent, as its era wants it. Immutable. */
final class Outgoing {
    private final ClientFacts own;

    /** Words messages; {@code own} is what the gateway says of itself in requests of its own. */
    Outgoing(ClientFacts own) {
        this.own = own;
    }

    /** A request; its id is its progress token as well. */
    Link.Message request(long id, UpstreamCall call, boolean modern) throws MalformedMessageException {
        return modern ? modern(id, call) : legacy(id, call);
    }

    private static Link.Message legacy(long id, UpstreamCall call) throws MalformedMessageException {
        JsonText params = call.params();
        JsonText token = call.progressToken();
        JsonText meta = call.modernMeta();
        if (params != null && meta != null) {
            params = ClientFacts.outOf(params, meta, token == null ? null : JsonText.of(Long.toString(id)));
        } else if (params != null && token != null) {
            params = new Splice(params)
                    .replace(token, JsonText.of(Long.toString(id)))
                    .apply();
        }
        return new Link.Message(
                Link.Message.Kind.REQUEST,
                id,
                call.method(),
                Messages.request(id, call.method(), params, call.extras()));
    }

    /** Each request of the modern era says by itself what the handshake said in the legacy one. */
    private Link.Message modern(long id, UpstreamCall call) throws MalformedMessageException {
        ClientFacts facts = call.facts();
        JsonText token = call.progressToken() == null ? null : JsonText.of(Long.toString(id));
        JsonText params = (facts == null ? own : facts).into(call.params(), token);
        return new Link.Message(
                Link.Message.Kind.REQUEST,
                id,
                call.method(),
                Messages.request(id, call.method(), params, call.extras()),
                ClientFacts.REVISION,
                call.headers());
    }

    static Link.Message notification(String method, @Nullable JsonText params, boolean modern) {
        return new Link.Message(
                Link.Message.Kind.NOTIFICATION,
                0,
                method,
                Messages.notification(method, params),
                modern ? ClientFacts.REVISION : "",
                Map.of());
    }

    static Link.Message response(JsonText response) {
        return new Link.Message(Link.Message.Kind.RESPONSE, 0, "", response);
    }
}
