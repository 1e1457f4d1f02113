package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.cli.state.State;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code undo}. */
@Command
final class UndoCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ChangeOptions options;

    UndoCommand(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        @Nullable String undone = new State(session).undo();
        String verb = options.dryRun() ? "Would undo: " : "Undone: ";
        session.console().err().println(undone == null ? "There is nothing to undo" : verb + undone);
        return 0;
    }
}
