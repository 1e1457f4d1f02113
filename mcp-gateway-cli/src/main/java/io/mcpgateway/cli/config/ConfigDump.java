package io.mcpgateway.cli.config;

import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code config dump}. */
@Command
public final class ConfigDump implements Callable<Integer> {
    private final Session session;

    /** The command of a run. */
    public ConfigDump(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.console().out().println(Backup.of(session.home()));
        return 0;
    }
}
