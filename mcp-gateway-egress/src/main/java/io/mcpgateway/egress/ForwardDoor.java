package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.Authority;
import io.mcpgateway.egress.wire.ClientHello;
import io.mcpgateway.egress.wire.HttpHead;
import io.mcpgateway.egress.wire.MalformedException;
import java.io.IOException;
import java.util.Optional;

/** For clients that know of the proxy: {@code CONNECT}, and requests with whole URIs. Stateless. */
final class ForwardDoor implements Door {
    private final Destinations destinations;
    private final RefusalLog refusals;

    ForwardDoor(Destinations destinations, RefusalLog refusals) {
        this.destinations = destinations;
        this.refusals = refusals;
    }

    @Override
    public void serve(Conversation client) throws IOException {
        try {
            byte first = client.begin(ForwardDoor::first);
            if (ClientHello.begins(first)) {
                client.answer(Replies.UNKNOWN_SERVER); // TLS to the proxy itself, which has no certificate
                throw new MalformedException("the proxy is spoken to in plain HTTP; its URL begins with http://");
            }
            HttpHead head = client.begin(HttpHead::read);
            if (!head.isConnect() && head.target().startsWith("/")) {
                throw new MalformedException("a request to the proxy itself: it is no server");
            }
            serve(client, head, head.authority(80));
        } catch (MalformedException e) {
            refusals.refused("?", 0, String.valueOf(e.getMessage()));
            client.answer(Replies.malformed(String.valueOf(e.getMessage())));
        }
    }

    private void serve(Conversation client, HttpHead head, Authority wanted) throws IOException {
        String shown = wanted.shown(0);
        try {
            client.connect(destinations.of(wanted));
        } catch (RefusedException e) {
            refusals.refused(wanted.host(), wanted.port(), String.valueOf(e.getMessage()));
            client.answer(Replies.forbidden(shown + " is refused: " + e.getMessage()));
            return;
        } catch (IOException e) {
            client.answer(Replies.unreachable(shown + " does not answer: " + e.getMessage()));
            return;
        }
        client.discard(head.length());
        if (head.isConnect()) {
            client.answer(Replies.CONNECTED);
        } else {
            client.send(head.forServer(wanted));
        }
        client.relay();
    }

    static Optional<Byte> first(byte[] bytes, int length) {
        return length == 0 ? Optional.empty() : Optional.of(bytes[0]);
    }
}
