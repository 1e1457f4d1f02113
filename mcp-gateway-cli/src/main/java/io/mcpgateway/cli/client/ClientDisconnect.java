package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;

/** {@code client disconnect}. */
@Command
public final class ClientDisconnect extends ClientChange {
    /** The command of a run. */
    public ClientDisconnect(Session session) {
        super(session);
    }

    @Override
    boolean change(ClientPlace place, Platform platform) {
        return new ClientConnections(session()).disconnect(place);
    }

    @Override
    String unchanged(ClientPlace place) {
        return place.client().id() + " was not connected";
    }
}
