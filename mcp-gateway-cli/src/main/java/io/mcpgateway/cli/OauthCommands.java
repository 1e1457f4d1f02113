package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oauth.OauthAuthorize;
import io.mcpgateway.cli.oauth.OauthLs;
import io.mcpgateway.cli.oauth.OauthRevoke;
import io.mcpgateway.cli.oauth.SignInServers;

/** The words after {@code oauth}. */
final class OauthCommands {
    private OauthCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "oauth",
                "Sign in to servers",
                Node.command("ls", "List the servers that want somebody to sign in", () -> new OauthLs(session))
                        .alias("list")
                        .examples("mcp-gateway oauth ls", "mcp-gateway oauth ls --json"),
                Node.command("authorize", "Sign in to a server (not yet)", () -> new OauthAuthorize(session))
                        .completes(names -> SignInServers.names(session))
                        .examples("mcp-gateway oauth authorize notion-remote"),
                Node.command("revoke", "Sign out of a server (not yet)", () -> new OauthRevoke(session))
                        .completes(names -> SignInServers.names(session))
                        .examples("mcp-gateway oauth revoke notion-remote"));
    }
}
