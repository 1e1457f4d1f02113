package io.mcpgateway.cli.server;

import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.spi.Registry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code server disable}. */
@Command
public final class ServerDisable extends ServerCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Servers; one that is not enabled is no error")
    private List<String> names = List.of();

    /** The command of a run. */
    public ServerDisable(Session session) {
        super(session);
    }

    @Override
    void run(GatewayAssembly assembly, Registry.Writable registry) {
        if (assembly.starterServersAreOn()) {
            // The first choice: what was on by itself stays on, apart from what is disabled.
            List<String> kept = assembly.starterServers().stream()
                    .filter(name -> !names.contains(name))
                    .toList();
            registry.enable(kept);
        }
        List<String> before = registry.read().enabled();
        registry.disable(names);
        for (String name : names) {
            boolean was = before.contains(name) || assembly.starterServers().contains(name);
            session().console().err().println(was ? "Disabled " + name : name + " was not enabled");
        }
    }
}
