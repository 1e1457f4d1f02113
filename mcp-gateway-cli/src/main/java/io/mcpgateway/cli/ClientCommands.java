package io.mcpgateway.cli;

import io.mcpgateway.cli.client.ClientConnect;
import io.mcpgateway.cli.client.ClientDisconnect;
import io.mcpgateway.cli.client.ClientLs;
import io.mcpgateway.cli.client.ClientManualInstructions;
import io.mcpgateway.cli.client.ClientNames;
import io.mcpgateway.cli.console.Session;

/** The words after {@code client}. */
final class ClientCommands {
    private ClientCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "client",
                "Connect AI clients to the gateway",
                Node.command("ls", "List the clients and their MCP servers", () -> new ClientLs(session))
                        .alias("list")
                        .examples("mcp-gateway client ls", "mcp-gateway client ls --global --json"),
                Node.command("connect", "Put the gateway into a client's settings", () -> new ClientConnect(session))
                        .completes(names -> ClientNames.all())
                        .examples(
                                "mcp-gateway client connect cursor --global",
                                "mcp-gateway client connect cursor --global --profile dev_tools",
                                "mcp-gateway client connect vscode --dry-run"),
                Node.command(
                                "disconnect",
                                "Take the gateway out of a client's settings",
                                () -> new ClientDisconnect(session))
                        .completes(names -> ClientNames.all())
                        .examples("mcp-gateway client disconnect cursor --global"),
                Node.command(
                                "manual-instructions",
                                "Show the command for clients that are set up by hand",
                                () -> new ClientManualInstructions(session))
                        .hidden()
                        .examples("mcp-gateway client manual-instructions --json"));
    }
}
