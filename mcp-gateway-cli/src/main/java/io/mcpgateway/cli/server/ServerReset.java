package io.mcpgateway.cli.server;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.State;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code server reset}. */
@Command
public final class ServerReset implements Callable<Integer> {
    private final Session session;

    @Option(names = "--dry-run", description = "Show the difference, and change nothing")
    private boolean dryRun;

    /** The command of a run. */
    public ServerReset(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.dryRun(dryRun);
        new State(session).<Void>change("server reset", change -> {
            new RegistryFile(session, change).reset();
            return null;
        });
        return 0;
    }
}
