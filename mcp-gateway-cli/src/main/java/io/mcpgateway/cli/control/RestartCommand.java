package io.mcpgateway.cli.control;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;

/** {@code restart}. */
@Command
public final class RestartCommand extends EndingCommand {
    /** The command of a run. */
    public RestartCommand(Session session) {
        super(session, ControlRequest.Ask.RESTART, "started anew");
    }
}
