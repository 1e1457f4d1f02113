package io.mcpgateway.cli.plugin;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code uninstall}. */
@Command
public final class UninstallCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public UninstallCommand(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        DockerPlugin plugin = new DockerPlugin(session);
        if (options.dryRun()) {
            String would = plugin.isThere() ? "Would remove " + plugin.link() : plugin.link() + " is not there";
            session.console().out().println(would);
            return 0;
        }
        boolean was = plugin.uninstall();
        session.console().err().println(was ? "Removed " + plugin.link() : plugin.link() + " was not there");
        return 0;
    }
}
