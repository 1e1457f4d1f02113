package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command
final class VersionCommand implements Callable<Integer> {
    private final Session session;

    VersionCommand(Session session) {
        this.session = session;
    }

    /** The version that the jar was built as. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public Integer call() {
        session.console().out().println(version());
        return 0;
    }
}
