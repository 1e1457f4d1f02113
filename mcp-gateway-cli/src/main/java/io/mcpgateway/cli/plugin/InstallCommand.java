package io.mcpgateway.cli.plugin;

import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code install}. */
@Command
public final class InstallCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--force", description = "Move another program's plugin of that name aside")
    private boolean force;

    /** The command of a run. */
    public InstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DockerPlugin plugin = new DockerPlugin(session);
        plugin.install(force);
        session.console().err().println("Installed " + plugin.link() + "; 'docker mcp --help' shows what it does");
        return 0;
    }
}
