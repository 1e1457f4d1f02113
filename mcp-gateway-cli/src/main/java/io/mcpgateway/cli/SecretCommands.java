package io.mcpgateway.cli;

import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.secret.SecretExport;
import io.mcpgateway.cli.secret.SecretLs;
import io.mcpgateway.cli.secret.SecretRm;
import io.mcpgateway.cli.secret.SecretSet;

/** The words after {@code secret}. */
final class SecretCommands {
    private SecretCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "secret",
                "Manage the secrets that servers ask for",
                Node.command("ls", "List the names of secrets", () -> new SecretLs(session))
                        .alias("list")
                        .examples("mcp-gateway secret ls"),
                Node.command("set", "Store a secret", () -> new SecretSet(session))
                        .examples(
                                "mcp-gateway secret set github.token < token.txt",
                                "mcp-gateway secret set github.token=ghp_123"),
                Node.command("rm", "Remove secrets", () -> new SecretRm(session))
                        .alias("remove")
                        .completes(names -> SecretRm.names(session))
                        .examples("mcp-gateway secret rm github.token"),
                Node.command("export", "Write the secrets of servers", () -> new SecretExport(session))
                        .hidden()
                        .completes(Names::servers)
                        .examples("mcp-gateway secret export github > .env"));
    }
}
