package io.mcpgateway.cli.control;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;

/** {@code stop}. */
@Command
public final class StopCommand extends EndingCommand {
    /** The command of a run. */
    public StopCommand(Session session) {
        super(session, ControlRequest.Ask.STOP, "stopped until 'restart'");
    }
}
