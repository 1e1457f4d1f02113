package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.Authority;
import io.mcpgateway.egress.wire.ClientHello;
import io.mcpgateway.egress.wire.HttpHead;
import io.mcpgateway.egress.wire.MalformedException;
import java.io.IOException;
import java.util.Optional;

/**
 * For clients that know no proxy, and were sent here by the name server. Whom they mean is said by the port if it is pinned
 * to one host, else by the handshake of TLS or the head of a plain request. Stateless.
 */
final class DirectDoor implements Door {
    private final int port;
    private final Destinations destinations;
    private final RefusalLog refusals;

    DirectDoor(int port, Destinations destinations, RefusalLog refusals) {
        this.port = port;
        this.destinations = destinations;
        this.refusals = refusals;
    }

    @Override
    public void serve(Conversation client) throws IOException {
        Optional<AllowedHost> pinned = destinations.rules().pinned(port);
        if (pinned.isPresent()) {
            if (connect(client, new Authority(pinned.get().host(), port), new byte[0], new byte[0])) {
                client.relay();
            }
            return;
        }
        try {
            if (ClientHello.begins(client.begin(ForwardDoor::first))) {
                tls(client);
            } else {
                plain(client);
            }
        } catch (MalformedException e) {
            refusals.refused("?", port, String.valueOf(e.getMessage()));
        }
    }

    private void tls(Conversation client) throws IOException, MalformedException {
        Optional<String> name = client.begin(ClientHello::read).serverName();
        if (name.isEmpty()) {
            client.answer(Replies.UNKNOWN_SERVER);
            throw new MalformedException("its TLS handshake names no server");
        }
        Authority wanted = new Authority(name.get(), port);
        if (connect(client, wanted, Replies.UNKNOWN_SERVER, Replies.unreachableServer())) {
            client.relay();
        }
    }

    private void plain(Conversation client) throws IOException, MalformedException {
        HttpHead head;
        Authority wanted;
        try {
            head = client.begin(HttpHead::read);
            wanted = head.authority(port);
            if (wanted.port() != port || head.isConnect()) {
                throw new MalformedException("its request is for another port than the one that it was sent to");
            }
        } catch (MalformedException e) {
            client.answer(Replies.malformed(String.valueOf(e.getMessage())));
            throw e;
        }
        String shown = wanted.shown(0);
        byte[] refused = Replies.forbidden(shown + " is refused by the rules of allowHosts");
        if (connect(client, wanted, refused, Replies.unreachable(shown + " does not answer"))) {
            client.discard(head.length());
            client.send(head.forServer(wanted));
            client.relay();
        }
    }

    private boolean connect(Conversation client, Authority wanted, byte[] refused, byte[] unreachable)
            throws IOException {
        try {
            client.connect(destinations.of(wanted));
            return true;
        } catch (RefusedException e) {
            refusals.refused(wanted.host(), port, String.valueOf(e.getMessage()));
            client.answer(refused);
        } catch (IOException e) {
            client.answer(unreachable);
        }
        return false;
    }
}
