package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.egress.EgressBuild;

/** The words after {@code egress}. */
final class EgressCommands {
    private EgressCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "egress",
                "Hold servers to the hosts that they may reach",
                Node.command("build", "Build the image of the egress proxy beforehand", () -> new EgressBuild(session))
                        .examples("mcp-gateway egress build"));
    }
}
