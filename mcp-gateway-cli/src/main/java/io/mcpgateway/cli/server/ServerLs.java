package io.mcpgateway.cli.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Registry;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code server ls}. */
@Command
public final class ServerLs extends ServerCommand {
    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ServerLs(Session session) {
        super(session);
        this.format = new FormatOptions(session);
    }

    @Override
    void run(GatewayAssembly assembly, Registry.Writable registry) {
        RegistrySnapshot snapshot = registry.read();
        List<String> names = enabled(assembly, snapshot).stream().sorted().toList();
        KnownServers known = KnownServers.read(assembly);
        ServerReadiness readiness = new ServerReadiness(assembly.secrets(), snapshot);
        tellOfProfile(assembly);
        format.show(
                () -> json(names, known, readiness),
                () -> table(names, known, readiness, assembly.starterServersAreOn()));
    }

    private void tellOfProfile(GatewayAssembly assembly) {
        assembly.profile()
                .ifPresent(id -> session()
                        .console()
                        .err()
                        .println("There is no registry.yaml, so the profile " + id + " counts; 'profile show " + id
                                + "' shows its servers"));
    }

    private void table(List<String> names, KnownServers known, ServerReadiness readiness, boolean unchosen) {
        Console console = session().console();
        if (names.isEmpty()) {
            console.out().println("No server is enabled");
            return;
        }
        String note = unchosen ? ", until you choose with 'server enable'" : "";
        console.out().println();
        console.out().println(console.bold("MCP Servers (" + names.size() + " enabled" + note + ")"));
        console.out().println();
        Table table = new Table("NAME", "OAUTH", "SECRETS", "CONFIG", "DESCRIPTION");
        for (String name : names) {
            Optional<ServerEntry> entry = known.find(name);
            if (entry.isEmpty()) {
                table.row(name, "-", "-", "-", "(in no catalog)");
                continue;
            }
            ServerEntry server = entry.get();
            table.row(
                    name,
                    readiness.oauth(server).label(),
                    readiness.secrets(server).label(),
                    readiness.configuration(server).label(),
                    server.description());
        }
        table.print(console);
    }

    private static ArrayNode json(List<String> names, KnownServers known, ServerReadiness readiness) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (String name : names) {
            ObjectNode row = list.addObject().put("name", name);
            known.find(name)
                    .ifPresent(entry -> row.put("description", entry.description())
                            .put("type", entry.type().text())
                            .put("secrets", readiness.secrets(entry).text())
                            .put("config", readiness.configuration(entry).text())
                            .put("oauth", readiness.oauth(entry).text()));
        }
        return list;
    }
}
