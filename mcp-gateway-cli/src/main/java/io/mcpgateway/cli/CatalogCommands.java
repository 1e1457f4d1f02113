package io.mcpgateway.cli;

import io.mcpgateway.cli.catalog.CatalogAdd;
import io.mcpgateway.cli.catalog.CatalogBootstrap;
import io.mcpgateway.cli.catalog.CatalogCreate;
import io.mcpgateway.cli.catalog.CatalogExport;
import io.mcpgateway.cli.catalog.CatalogFork;
import io.mcpgateway.cli.catalog.CatalogImport;
import io.mcpgateway.cli.catalog.CatalogInit;
import io.mcpgateway.cli.catalog.CatalogLs;
import io.mcpgateway.cli.catalog.CatalogReset;
import io.mcpgateway.cli.catalog.CatalogRm;
import io.mcpgateway.cli.catalog.CatalogShow;
import io.mcpgateway.cli.catalog.CatalogUpdate;
import io.mcpgateway.cli.console.Session;

/** The words after {@code catalog}. */
final class CatalogCommands {
    private CatalogCommands() {}

    static Node describe(Session session) {
        return Node.group(
                        "catalog",
                        "Manage catalogs of MCP servers",
                        Node.command("init", "Fetch Docker's catalog", () -> new CatalogInit(session))
                                .examples("mcp-gateway catalog init"),
                        Node.command("ls", "List the catalogs", () -> new CatalogLs(session))
                                .alias("list")
                                .examples("mcp-gateway catalog ls", "mcp-gateway catalog ls --format json"),
                        Node.command("show", "Show the servers of a catalog", () -> new CatalogShow(session))
                                .completes(names -> CatalogLs.names(session))
                                .examples(
                                        "mcp-gateway catalog show",
                                        "mcp-gateway catalog show starter",
                                        "mcp-gateway catalog show ./my-catalog.yaml --format json"),
                        Node.command("create", "Make an empty catalog of your own", () -> new CatalogCreate(session))
                                .examples("mcp-gateway catalog create mine"),
                        Node.command("add", "Copy a server of a file into a catalog", () -> new CatalogAdd(session))
                                .completes(names -> CatalogLs.names(session))
                                .examples("mcp-gateway catalog add mine my-server ./my-catalog.yaml"),
                        Node.command(
                                        "import",
                                        "Take in a catalog from a file or a URL",
                                        () -> new CatalogImport(session))
                                .examples(
                                        "mcp-gateway catalog import ./my-catalog.yaml",
                                        "mcp-gateway catalog import https://example.com/catalog.yaml --name theirs"),
                        Node.command("export", "Write a catalog to a file", () -> new CatalogExport(session))
                                .completes(names -> CatalogLs.names(session))
                                .examples("mcp-gateway catalog export mine ./my-catalog.yaml"),
                        Node.command("fork", "Copy a catalog under another name", () -> new CatalogFork(session))
                                .completes(names -> CatalogLs.names(session))
                                .examples("mcp-gateway catalog fork docker-mcp mine"),
                        Node.command("rm", "Remove a catalog", () -> new CatalogRm(session))
                                .alias("remove")
                                .completes(names -> CatalogLs.names(session))
                                .examples("mcp-gateway catalog rm mine"),
                        Node.command("update", "Fetch catalogs again", () -> new CatalogUpdate(session))
                                .completes(names -> CatalogLs.names(session))
                                .examples("mcp-gateway catalog update", "mcp-gateway catalog update docker-mcp"),
                        Node.command("reset", "Remove all catalogs", () -> new CatalogReset(session))
                                .alias("empty")
                                .examples("mcp-gateway catalog reset", "mcp-gateway catalog reset --dry-run"),
                        Node.command(
                                        "bootstrap",
                                        "Write a catalog file to start one of your own from",
                                        () -> new CatalogBootstrap(session))
                                .examples("mcp-gateway catalog bootstrap ./my-catalog.yaml"))
                .alias("catalogs");
    }
}
