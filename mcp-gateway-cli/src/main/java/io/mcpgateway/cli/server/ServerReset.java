package io.mcpgateway.cli.server;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code server reset}. */
@Command
public final class ServerReset implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ConfirmedChangeOptions options;

    /** The command of a run. */
    public ServerReset(Session session) {
        this.session = session;
        this.options = new ConfirmedChangeOptions(session);
    }

    @Override
    public Integer call() {
        options.change(
                "server reset", "This disables all servers", change -> new RegistryFile(session, change).reset());
        return 0;
    }
}
