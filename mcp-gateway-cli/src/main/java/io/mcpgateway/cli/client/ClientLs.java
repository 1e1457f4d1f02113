package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code client ls}. */
@Command
public final class ClientLs implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-g", "--global"},
            description = "The settings for all of your projects, not those of this one")
    private boolean global;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ClientLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Platform platform = Platform.here(session.console().environment());
        ClientListing listing = new ClientListing(session.console(), platform);
        format.show(() -> listing.document(global), () -> listing.print(global));
        return 0;
    }
}
