package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.State;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code undo}. */
@Command
final class UndoCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--dry-run", description = "Show the difference, and change nothing")
    private boolean dryRun;

    UndoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.dryRun(dryRun);
        @Nullable String undone = new State(session).undo();
        String verb = dryRun ? "Would undo: " : "Undone: ";
        session.console().err().println(undone == null ? "There is nothing to undo" : verb + undone);
        return 0;
    }
}
