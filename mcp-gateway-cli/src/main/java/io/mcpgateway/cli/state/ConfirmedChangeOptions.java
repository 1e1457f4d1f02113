package io.mcpgateway.cli.state;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** {@code --dry-run} and {@code --yes} of the commands whose changes replace or remove what a file holds. A mixin. */
public final class ConfirmedChangeOptions {
    @Mixin
    private final ChangeOptions options;

    @Mixin
    private final Confirmation confirmation;

    /** The options of a run. */
    public ConfirmedChangeOptions(Session session) {
        this.options = new ChangeOptions(session);
        this.confirmation = new Confirmation(session);
    }

    /** As {@link ChangeOptions#change(String, Confirmation, String, Consumer)}. */
    public boolean change(String command, String loss, Consumer<Change> plan) {
        return options.change(command, confirmation, loss, plan);
    }
}
