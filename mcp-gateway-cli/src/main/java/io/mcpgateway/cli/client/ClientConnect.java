package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code client connect}. */
@Command
public final class ClientConnect extends ClientChange {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "ID",
            description =
                    "The profile that the client gets; without it, what registry.yaml enables, or the profile default where"
                            + " there is no such file")
    private String profile = "";

    /** The command of a run. */
    public ClientConnect(Session session) {
        super(session);
    }

    @Override
    boolean change(ClientPlace place, Platform platform) {
        if (!profile.isEmpty()) {
            Profiles.of(session().home()).requireExists(profile);
        }
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
