package io.mcpgateway.cli;

import io.mcpgateway.cli.config.ConfigDump;
import io.mcpgateway.cli.config.ConfigRead;
import io.mcpgateway.cli.config.ConfigRestore;
import io.mcpgateway.cli.config.ConfigWrite;
import io.mcpgateway.cli.console.Session;

/** The words after {@code config}. */
final class ConfigCommands {
    private ConfigCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "config",
                "Configure the servers",
                Node.command("read", "Show config.yaml", () -> new ConfigRead(session))
                        .examples("mcp-gateway config read"),
                Node.command("write", "Replace config.yaml", () -> ConfigWrite.write(session))
                        .examples(
                                "mcp-gateway config write 'files: {roots: [/data]}'",
                                "mcp-gateway config write - < config.yaml"),
                Node.command("reset", "Empty config.yaml", () -> ConfigWrite.reset(session))
                        .examples("mcp-gateway config reset"),
                Node.command("dump", "Write all of your files as one JSON text", () -> new ConfigDump(session))
                        .hidden()
                        .examples("mcp-gateway config dump > backup.json"),
                Node.command("restore", "Bring back what 'config dump' wrote", () -> new ConfigRestore(session))
                        .hidden()
                        .examples("mcp-gateway config restore backup.json"));
    }
}
