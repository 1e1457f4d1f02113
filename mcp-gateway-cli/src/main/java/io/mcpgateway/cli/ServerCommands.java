package io.mcpgateway.cli;

import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.scaffold.ServerInit;
import io.mcpgateway.cli.server.ServerDisable;
import io.mcpgateway.cli.server.ServerEnable;
import io.mcpgateway.cli.server.ServerInspect;
import io.mcpgateway.cli.server.ServerLs;
import io.mcpgateway.cli.server.ServerReset;

/** The words after {@code server}. */
final class ServerCommands {
    private ServerCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "server",
                "Choose which MCP servers are enabled",
                Node.command("ls", "List the enabled servers", () -> new ServerLs(session))
                        .alias("list")
                        .examples("mcp-gateway server ls", "mcp-gateway server ls --format json"),
                Node.command("enable", "Enable servers", () -> new ServerEnable(session))
                        .alias("add")
                        .completes(Names::servers)
                        .examples("mcp-gateway server enable time", "mcp-gateway server enable github fetch"),
                Node.command("disable", "Disable servers", () -> new ServerDisable(session))
                        .alias("remove", "rm")
                        .completes(Names::enabledServers)
                        .examples("mcp-gateway server disable time"),
                Node.command("init", "Begin a server of your own", () -> new ServerInit(session))
                        .examples(
                                "mcp-gateway server init my-server",
                                "mcp-gateway server init my-server --language java",
                                "mcp-gateway server init my-app --template chatgpt-app-basic"),
                Node.command("reset", "Disable all servers", () -> new ServerReset(session))
                        .examples("mcp-gateway server reset"),
                Node.command("inspect", "Show what is known of a server", () -> new ServerInspect(session))
                        .completes(Names::servers)
                        .examples("mcp-gateway server inspect time"));
    }
}
