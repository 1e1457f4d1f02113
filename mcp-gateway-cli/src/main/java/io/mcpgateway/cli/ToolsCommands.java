package io.mcpgateway.cli;

import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.tools.ToolsCall;
import io.mcpgateway.cli.tools.ToolsCount;
import io.mcpgateway.cli.tools.ToolsInspect;
import io.mcpgateway.cli.tools.ToolsLs;
import io.mcpgateway.cli.tools.ToolsOptions;
import io.mcpgateway.cli.tools.ToolsSwitch;

/** The words after {@code tools}. */
final class ToolsCommands {
    private ToolsCommands() {}

    static Node describe(Session session, ToolsOptions tools) {
        return Node.group(
                        "tools",
                        "List, inspect and call the tools that clients see",
                        Node.command("ls", "List the tools", () -> new ToolsLs(session, tools))
                                .alias("list")
                                .examples(
                                        "mcp-gateway tools ls",
                                        "mcp-gateway tools ls --format json --gateway-arg=--servers=time"),
                        Node.command("count", "Count the tools", () -> new ToolsCount(session, tools))
                                .examples("mcp-gateway tools count --format json"),
                        Node.command("inspect", "Show one tool", () -> new ToolsInspect(session, tools))
                                .completes(Names::tools)
                                .examples("mcp-gateway tools inspect get_current_time"),
                        Node.command("enable", "Let clients see tools", () -> ToolsSwitch.enable(session))
                                .completes(Names::tools)
                                .examples("mcp-gateway tools enable search --server duckduckgo"),
                        Node.command("disable", "Hide tools from clients", () -> ToolsSwitch.disable(session))
                                .completes(Names::tools)
                                .examples("mcp-gateway tools disable search --server duckduckgo"),
                        Node.command("call", "Call a tool", () -> new ToolsCall(session, tools))
                                .completes(Names::tools)
                                .examples("mcp-gateway tools call get_current_time timezone=Europe/Paris"))
                .options(tools::addTo)
                .examples("mcp-gateway tools ls", "mcp-gateway tools call search query=docker");
    }
}
