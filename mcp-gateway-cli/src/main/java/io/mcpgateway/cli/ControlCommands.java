package io.mcpgateway.cli;

import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.control.LogsCommand;
import io.mcpgateway.cli.control.PsCommand;
import io.mcpgateway.cli.control.RestartCommand;
import io.mcpgateway.cli.control.StatsCommand;
import io.mcpgateway.cli.control.StopCommand;

/** The commands that ask a gateway which runs. */
final class ControlCommands {
    private ControlCommands() {}

    static Node ps(Session session) {
        return asked(Node.command(
                        "ps", "Show what runs for the servers of running gateways", () -> new PsCommand(session)))
                .examples("mcp-gateway ps", "mcp-gateway ps --format json");
    }

    static Node logs(Session session) {
        return asked(Node.command("logs", "Show what a server wrote to standard error", () -> new LogsCommand(session)))
                .completes(Names::runningServers)
                .examples("mcp-gateway logs github", "mcp-gateway logs github --follow --tail 20");
    }

    static Node stats(Session session) {
        return asked(Node.command(
                        "stats", "Show figures of the servers of running gateways", () -> new StatsCommand(session)))
                .examples("mcp-gateway stats", "mcp-gateway stats --format json");
    }

    static Node stop(Session session) {
        return asked(Node.command(
                        "stop",
                        "End what runs for servers, and start nothing until 'restart'",
                        () -> new StopCommand(session)))
                .completes(Names::runningServers)
                .examples("mcp-gateway stop github");
    }

    static Node restart(Session session) {
        return asked(Node.command(
                        "restart", "End what runs for servers, and start it anew", () -> new RestartCommand(session)))
                .completes(Names::runningServers)
                .examples("mcp-gateway restart github");
    }

    private static Node asked(Node command) {
        return command.completesOption("--gateway", (names, before) -> names.runningGateways());
    }
}
