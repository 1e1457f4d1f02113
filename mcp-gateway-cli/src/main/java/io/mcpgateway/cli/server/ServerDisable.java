package io.mcpgateway.cli.server;

import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.spi.Registry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code server disable}. */
@Command
public final class ServerDisable extends ServerCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Servers; one that is not enabled is no error")
    private List<String> names = List.of();

    @Option(names = "--dry-run", description = "Show the difference, and change nothing")
    private boolean dryRun;

    /** The command of a run. */
    public ServerDisable(Session session) {
        super(session);
    }

    @Override
    void run(GatewayAssembly assembly, Registry.Writable registry) {
        // The first choice: what was on by itself stays on, apart from what is disabled.
        List<String> kept = assembly.starterServersAreOn()
                ? assembly.starterServers().stream()
                        .filter(name -> !names.contains(name))
                        .toList()
                : List.of();
        List<String> before = enabled(assembly, registry.read());
        session().dryRun(dryRun);
        new State(session()).<Void>change("server disable " + String.join(" ", names), change -> {
            RegistryFile file = new RegistryFile(session(), change);
            file.enable(kept);
            file.disable(names);
            return null;
        });
        if (dryRun) {
            return;
        }
        for (String name : names) {
            boolean was = before.contains(name);
            session().console().err().println(was ? "Disabled " + name : name + " was not enabled");
        }
    }
}
