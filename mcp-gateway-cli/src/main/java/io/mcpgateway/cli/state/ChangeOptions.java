package io.mcpgateway.cli.state;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code --dry-run} of the commands that change things, and their way to change them. A mixin. */
public final class ChangeOptions {
    private final Session session;

    /** The options of a run. */
    public ChangeOptions(Session session) {
        this.session = requireNonNull(session, "session");
    }

    @Option(names = "--dry-run", description = "Show what would change, and change nothing")
    void dryRun(boolean value) {
        session.dryRun(value);
    }

    /** Whether changes are shown and not made. */
    public boolean dryRun() {
        return session.dryRun();
    }

    /**
     * Plans a change and does it, or shows it.
     *
     * @param command what is done, for the history: words of the command line without values
     * @return whether it was done, so that the command says so
     */
    public boolean change(String command, Consumer<Change> plan) {
        new State(session).<Void>change(command, change -> {
            plan.accept(change);
            return null;
        });
        return !session.dryRun();
    }

    /**
     * Like {@link #change}, and asks before what a file holds is replaced or removed. The plan is made twice: a question
     * that waits for its answer must hold no lock.
     *
     * @param loss what is going to be lost, as a sentence without its full stop
     */
    public boolean change(String command, Confirmation confirmation, String loss, Consumer<Change> plan) {
        if (!session.dryRun() && State.takesAway(plan)) {
            confirmation.ask(loss);
        }
        return change(command, plan);
    }
}
