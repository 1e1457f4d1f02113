package io.mcpgateway.cli;

import io.mcpgateway.cli.catalog.CatalogAdd;
import io.mcpgateway.cli.catalog.CatalogBootstrap;
import io.mcpgateway.cli.catalog.CatalogCreate;
import io.mcpgateway.cli.catalog.CatalogExport;
import io.mcpgateway.cli.catalog.CatalogFork;
import io.mcpgateway.cli.catalog.CatalogImport;
import io.mcpgateway.cli.catalog.CatalogInit;
import io.mcpgateway.cli.catalog.CatalogLs;
import io.mcpgateway.cli.catalog.CatalogPull;
import io.mcpgateway.cli.catalog.CatalogPush;
import io.mcpgateway.cli.catalog.CatalogReset;
import io.mcpgateway.cli.catalog.CatalogRm;
import io.mcpgateway.cli.catalog.CatalogServerAdd;
import io.mcpgateway.cli.catalog.CatalogServerInspect;
import io.mcpgateway.cli.catalog.CatalogServerLs;
import io.mcpgateway.cli.catalog.CatalogServerRemove;
import io.mcpgateway.cli.catalog.CatalogShow;
import io.mcpgateway.cli.catalog.CatalogTag;
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
                                .examples(
                                        "mcp-gateway catalog ls",
                                        "mcp-gateway catalog ls --format json",
                                        "mcp-gateway catalog ls --kind oci"),
                        Node.command("show", "Show the servers of a catalog", () -> new CatalogShow(session))
                                .completes(names -> CatalogLs.both(session))
                                .examples(
                                        "mcp-gateway catalog show",
                                        "mcp-gateway catalog show starter",
                                        "mcp-gateway catalog show mcp/docker-mcp-catalog --pull 1d",
                                        "mcp-gateway catalog show ./my-catalog.yaml --format json"),
                        Node.command("create", "Make a catalog of your own", () -> new CatalogCreate(session))
                                .completesOption("--server", (names, before) -> CatalogLs.prefixes(session))
                                .completesOption("--from-profile", (names, before) -> names.profiles())
                                .completesOption("--from-legacy-catalog", (names, before) -> CatalogLs.names(session))
                                .examples(
                                        "mcp-gateway catalog create mine",
                                        "mcp-gateway catalog create myorg/team:v1 --title Team --server docker://myorg/notes",
                                        "mcp-gateway catalog create myorg/team:v1 --from-profile dev",
                                        "mcp-gateway catalog create myorg/all --from-legacy-catalog docker-mcp"),
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
                                .completes(names -> CatalogLs.both(session))
                                .examples("mcp-gateway catalog rm mine", "mcp-gateway catalog rm myorg/team:v1"),
                        Node.command("push", "Push an OCI catalog to its registry", () -> new CatalogPush(session))
                                .completes(names -> CatalogLs.references(session))
                                .examples(
                                        "mcp-gateway catalog push ghcr.io/myorg/team:v1",
                                        "mcp-gateway catalog push localhost:5000/team"),
                        Node.command("pull", "Pull an OCI catalog from its registry", () -> new CatalogPull(session))
                                .completes(names -> CatalogLs.references(session))
                                .examples(
                                        "mcp-gateway catalog pull mcp/docker-mcp-catalog",
                                        "mcp-gateway catalog pull localhost:5000/team:v1"),
                        Node.command("tag", "Give an OCI catalog another reference", () -> new CatalogTag(session))
                                .completes(names -> CatalogLs.references(session))
                                .examples("mcp-gateway catalog tag myorg/team:v1 ghcr.io/myorg/team:v1"),
                        servers(session),
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

    private static Node servers(Session session) {
        return Node.group(
                "server",
                "Manage the servers of an OCI catalog",
                Node.command("ls", "List the servers of a catalog", () -> new CatalogServerLs(session))
                        .alias("list")
                        .completes(names -> CatalogLs.references(session))
                        .examples(
                                "mcp-gateway catalog server ls myorg/team:v1",
                                "mcp-gateway catalog server ls myorg/team:v1 --filter name=git --format json"),
                Node.command("inspect", "Show a server of a catalog", () -> new CatalogServerInspect(session))
                        .completes((names, before) -> before.isEmpty()
                                ? CatalogLs.references(session)
                                : CatalogServerLs.names(session, before))
                        .examples("mcp-gateway catalog server inspect myorg/team:v1 notes"),
                Node.command("add", "Put servers into a catalog", () -> new CatalogServerAdd(session))
                        .completes(names -> CatalogLs.references(session))
                        .completesOption("--server", (names, before) -> CatalogLs.prefixes(session))
                        .examples(
                                "mcp-gateway catalog server add myorg/team:v1 --server catalog://docker-mcp/github",
                                "mcp-gateway catalog server add myorg/team:v1 --server file://./notes.yaml"),
                Node.command("remove", "Take servers out of a catalog", () -> new CatalogServerRemove(session))
                        .alias("rm")
                        .completes((names, before) -> before.isEmpty()
                                ? CatalogLs.references(session)
                                : CatalogServerLs.names(session, before))
                        .completesOption("--name", (names, before) -> CatalogServerLs.names(session, before))
                        .examples("mcp-gateway catalog server remove myorg/team:v1 notes"));
    }
}
