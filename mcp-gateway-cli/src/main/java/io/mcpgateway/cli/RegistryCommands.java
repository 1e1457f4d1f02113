package io.mcpgateway.cli;

import io.mcpgateway.cli.community.RegistryConvert;
import io.mcpgateway.cli.community.RegistrySearch;
import io.mcpgateway.cli.community.RegistryShow;
import io.mcpgateway.cli.console.Session;

/** The words after {@code registry}. */
final class RegistryCommands {
    private RegistryCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "registry",
                "Look into registries of MCP servers",
                Node.command("search", "Find servers by their names", () -> new RegistrySearch(session))
                        .examples(
                                "mcp-gateway registry search filesystem",
                                "mcp-gateway registry search github --registry registry.example.com --format json"),
                Node.command("show", "Show a server, and how it would run", () -> new RegistryShow(session))
                        .examples(
                                "mcp-gateway registry show io.github.acme/notes",
                                "mcp-gateway registry show io.github.acme/notes@1.0.2 --format yaml"),
                Node.command("convert", "Show a server document as a catalog entry", () -> new RegistryConvert(session))
                        .examples("mcp-gateway registry convert --file server.json"));
    }
}
