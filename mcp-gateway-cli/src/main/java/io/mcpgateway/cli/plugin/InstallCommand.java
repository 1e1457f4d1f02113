package io.mcpgateway.cli.plugin;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code install}. */
@Command
public final class InstallCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--force", description = "Move another program's plugin of that name aside")
    private boolean force;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public InstallCommand(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        DockerPlugin plugin = new DockerPlugin(session);
        if (options.dryRun()) {
            plugin.check(force);
            session.console().out().println("Would link " + plugin.link() + " to " + plugin.launcher());
            return 0;
        }
        plugin.install(force);
        session.console().err().println("Installed " + plugin.link() + "; 'docker mcp --help' shows what it does");
        return 0;
    }
}
