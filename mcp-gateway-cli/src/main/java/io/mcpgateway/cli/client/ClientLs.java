package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code client ls}. */
@Command
public final class ClientLs implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-g", "--global"},
            description = "The settings for all of your projects, not those of this one")
    private boolean global;

    @Option(names = "--format", paramLabel = "list|json", description = "How to show them (list)")
    private Format format = Format.LIST;

    @Option(names = "--json", description = "The same as --format json")
    private boolean json;

    /** The command of a run. */
    public ClientLs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Platform platform = Platform.here(session.console().environment());
        new ClientListing(session.console(), platform).print(global, json || format == Format.JSON);
        return 0;
    }
}
