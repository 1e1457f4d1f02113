package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.feature.FeatureLs;
import io.mcpgateway.cli.feature.FeatureSwitch;

/** The words after {@code feature}. */
final class FeatureCommands {
    private FeatureCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "feature",
                "Switch features on and off",
                Node.command("ls", "List the features", () -> new FeatureLs(session))
                        .alias("list")
                        .examples("mcp-gateway feature ls"),
                Node.command("enable", "Switch a feature on", () -> FeatureSwitch.enable(session))
                        .completes(names -> CommandTree.words(FeatureSwitch.names()))
                        .examples("mcp-gateway feature enable tool-name-prefix"),
                Node.command("disable", "Switch a feature off", () -> FeatureSwitch.disable(session))
                        .completes(names -> CommandTree.words(FeatureSwitch.names()))
                        .examples("mcp-gateway feature disable tool-name-prefix"));
    }
}
