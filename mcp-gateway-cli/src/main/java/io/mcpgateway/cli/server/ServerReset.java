package io.mcpgateway.cli.server;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code server reset}. */
@Command
public final class ServerReset implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ChangeOptions options;

    @Mixin
    private final Confirmation confirmation;

    /** The command of a run. */
    public ServerReset(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    public Integer call() {
        options.change(
                "server reset",
                confirmation,
                "This disables all servers",
                change -> new RegistryFile(session, change).reset());
        return 0;
    }
}
