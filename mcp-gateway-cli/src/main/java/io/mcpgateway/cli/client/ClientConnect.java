package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code client connect}. */
@Command
public final class ClientConnect extends ClientChange {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "ID",
            description = "The profile that the client gets; without it, what registry.yaml enables")
    private String profile = "";

    /** The command of a run. */
    public ClientConnect(Session session) {
        super(session);
    }

    @Override
    boolean change(ClientPlace place, Platform platform) {
        return new ClientConnections(session())
                .connect(
                        place,
                        GatewayEntry.of(place.entryShape(), place.client().key(), words(session(), profile), platform));
    }

    @Override
    String unchanged(ClientPlace place) {
        return place.client().id() + " is connected already";
    }
}
