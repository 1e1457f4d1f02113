package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.policy.PolicyDump;
import io.mcpgateway.cli.policy.PolicySet;

/** The words after {@code policy}. */
final class PolicyCommands {
    private PolicyCommands() {}

    static Node describe(Session session) {
        return Node.group(
                        "policy",
                        "Keep rules about secrets",
                        Node.command("set", "Replace the rules", () -> new PolicySet(session))
                                .examples(
                                        "mcp-gateway policy set 'github.token allows github'",
                                        "mcp-gateway policy set < rules.txt"),
                        Node.command("dump", "Show the rules", () -> new PolicyDump(session))
                                .examples("mcp-gateway policy dump > rules.txt"))
                .alias("policies");
    }
}
