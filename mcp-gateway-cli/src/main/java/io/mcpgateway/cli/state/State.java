package io.mcpgateway.cli.state;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The user's state: files under the home, and files of AI clients elsewhere. One process changes it at a time; a change of
 * several files is done whole or not at all, also when the process is killed, and can be taken back. Stateless; the lock
 * {@code .state.lock} in the home and the files themselves hold the state.
 */
public final class State {
    private final Session session;
    private final History history;

    /** The state of a run's home. */
    public State(Session session) {
        this.session = session;
        this.history = new History(session.home().resolve(".history"));
    }

    /**
     * Plans a change and does it; only shows it if the run is a dry one.
     *
     * @param command what is done, for the history: words of the command line without values
     * @param plan reads and writes through the change; nothing is done if it throws
     * @return what the plan returned
     * @throws GatewayException if a file cannot be written, or changed meanwhile; nothing is done then
     */
    public <T extends @Nullable Object> T change(String command, Function<Change, T> plan) {
        if (session.dryRun()) {
            Change change = new Change();
            T planned = plan.apply(change);
            session.console().out().print(Diff.of(change.edits()));
            return planned;
        }
        return SafeFiles.locked(session.home().resolve("state"), () -> {
            finishInterrupted();
            Change change = new Change();
            T planned = plan.apply(change);
            List<Change.Edit> edits = change.edits();
            if (!edits.isEmpty()) {
                edits.forEach(State::requireUnchanged);
                make(history.begin(command, edits));
            }
            return planned;
        });
    }

    /** Whether a plan would replace or remove what a file holds now; nothing is done. */
    static boolean takesAway(Consumer<Change> plan) {
        Change change = new Change();
        plan.accept(change);
        return change.edits().stream().anyMatch(edit -> {
            byte[] before = edit.before();
            return before != null && before.length > 0;
        });
    }

    /**
     * Takes the last change back.
     *
     * @return what was taken back; null if there is nothing to take back
     * @throws ConfigException if one of its files has changed since; nothing is done then
     */
    public @Nullable String undo() {
        if (session.dryRun()) {
            History.Entry last = history.last();
            if (last != null) {
                session.console().out().print(Diff.of(last.reversed()));
            }
            return last == null ? null : last.command();
        }
        return SafeFiles.<@Nullable String>locked(session.home().resolve("state"), () -> {
            finishInterrupted();
            History.Entry last = history.last();
            if (last == null) {
                return null;
            }
            for (Change.Edit edit : last.reversed()) {
                byte[] now = SafeFiles.read(edit.file(), Change.MAX_BYTES).orElse(null);
                if (!Arrays.equals(now, edit.before()) && !Arrays.equals(now, edit.after())) {
                    throw new ConfigException(edit.file() + ": has changed since '" + last.command()
                            + "', and undoing that would lose it; nothing is undone");
                }
            }
            make(history.beginUndo(last));
            return last.command();
        });
    }

    /** What was written down and cut short is done to its end, unless a file is neither old nor new. */
    private void finishInterrupted() {
        History.Entry entry = history.interrupted();
        if (entry == null) {
            return;
        }
        for (Change.Edit edit : entry.edits()) {
            try {
                finish(edit, entry.command());
            } catch (GatewayException e) {
                // Said and not thrown: one file that cannot be written must not stop all later commands.
                session.console().err().println(e.getMessage() + "; '" + entry.command() + "' was cut short there");
            }
        }
        end(entry);
    }

    private void end(History.Entry entry) {
        if (entry.isUndo()) {
            history.discard(entry);
        } else {
            history.keep(entry);
        }
    }

    private void finish(Change.Edit edit, String command) {
        byte[] now = SafeFiles.read(edit.file(), Change.MAX_BYTES).orElse(null);
        if (Arrays.equals(now, edit.before())) {
            apply(edit);
        } else if (!Arrays.equals(now, edit.after())) {
            session.console()
                    .err()
                    .println(edit.file() + ": left as it is; '" + command
                            + "' was cut short, and the file has changed since");
        }
    }

    /** Does what is written down; if a file cannot be written, those before it get back what they held. */
    private void make(History.Entry entry) {
        List<Change.Edit> made = new ArrayList<>();
        try {
            for (Change.Edit edit : entry.edits()) {
                apply(edit);
                made.add(edit);
            }
        } catch (GatewayException e) {
            boolean back = putBack(new History.Entry(entry.at(), entry.command(), made));
            if (back && !entry.isUndo()) {
                history.discard(entry);
            } else {
                history.keep(entry); // with what its files held, for 'undo' to try
            }
            throw e;
        }
        end(entry);
    }

    private boolean putBack(History.Entry made) {
        try {
            made.reversed().forEach(State::apply);
            return true;
        } catch (GatewayException e) {
            session.console()
                    .err()
                    .println(e.getMessage() + "; 'undo' puts back what '" + made.command() + "' changed");
            return false;
        }
    }

    private static void requireUnchanged(Change.Edit edit) {
        byte[] now = SafeFiles.read(edit.file(), Change.MAX_BYTES).orElse(null);
        if (!Arrays.equals(now, edit.before())) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, edit.file() + ": another program has just changed it; try again");
        }
    }

    private static void apply(Change.Edit edit) {
        byte[] after = edit.after();
        if (after == null) {
            SafeFiles.delete(edit.file());
        } else {
            SafeFiles.replace(edit.file(), after);
        }
    }
}
