package io.mcpgateway.cli.plugin;

import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code uninstall}. */
@Command
public final class UninstallCommand implements Callable<Integer> {
    private final Session session;

    /** The command of a run. */
    public UninstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DockerPlugin plugin = new DockerPlugin(session);
        boolean was = plugin.uninstall();
        session.console().err().println(was ? "Removed " + plugin.link() : plugin.link() + " was not there");
        return 0;
    }
}
