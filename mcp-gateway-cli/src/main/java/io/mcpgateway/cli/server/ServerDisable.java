package io.mcpgateway.cli.server;

import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.Registry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code server disable}. */
@Command
public final class ServerDisable extends ServerCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Servers; one that is not enabled is no error")
    private List<String> names = List.of();

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ServerDisable(Session session) {
        super(session);
        this.options = new ChangeOptions(session);
    }

    @Override
    void run(GatewayAssembly assembly, Registry.Writable registry) {
        assembly.profile().ifPresent(id -> {
            // The files would count from the first line in them, and the profile no more.
            throw new ConfigException(
                    "the profile " + id + " says which servers are on; 'mcp-gateway profile server remove " + id
                            + "' takes servers out of it");
        });
        // The first choice: what was on by itself stays on, apart from what is disabled.
        List<String> kept = assembly.starterServersAreOn()
                ? assembly.starterServers().stream()
                        .filter(name -> !names.contains(name))
                        .toList()
                : List.of();
        List<String> before = enabled(assembly, registry.read());
        boolean done = options.change("server disable " + String.join(" ", names), change -> {
            if (names.stream().anyMatch(before::contains)) {
                RegistryFile file = new RegistryFile(session(), change);
                file.enable(kept);
                file.disable(names);
            }
        });
        if (!done) {
            return;
        }
        for (String name : names) {
            boolean was = before.contains(name);
            session().console().err().println(was ? "Disabled " + name : name + " was not enabled");
        }
    }
}
