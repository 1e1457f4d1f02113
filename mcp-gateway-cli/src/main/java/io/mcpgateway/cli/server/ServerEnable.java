package io.mcpgateway.cli.server;

import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Registry;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code server enable}. */
@Command
public final class ServerEnable extends ServerCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Servers of any known catalog")
    private List<String> names = List.of();

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ServerEnable(Session session) {
        super(session);
        this.options = new ChangeOptions(session);
    }

    @Override
    void run(GatewayAssembly assembly, Registry.Writable registry) {
        KnownServers known = KnownServers.read(assembly);
        known.requireAll(names);
        boolean choosesFirst = assembly.starterServersAreOn();
        boolean done = options.change(
                "server enable " + String.join(" ", names),
                change -> new RegistryFile(session(), change).enable(names));
        if (!done) {
            return;
        }
        PrintStream err = session().console().err();
        ServerReadiness readiness = new ServerReadiness(assembly.secrets(), registry.read());
        for (String name : names) {
            ServerEntry entry = known.require(name);
            err.println("Enabled " + name + " (" + entry.type().text() + ", "
                    + entry.origin().location() + ")");
            entry.secrets().stream()
                    .filter(secret -> !readiness.stored(secret.name()))
                    .map(ServerEntry.SecretEntry::name)
                    .distinct()
                    .forEach(secret ->
                            err.println("  " + ServerReadiness.misnamed(secret).orElseGet(() -> needs(secret))));
            if (readiness.configuration(entry) == ServerReadiness.Status.REQUIRED) {
                err.println("  It can be configured in " + session().home().resolve("config.yaml")
                        + "; 'server inspect " + name + "' shows how");
            }
        }
        assembly.profile()
                .ifPresent(id -> err.println(
                        "From now on registry.yaml counts, and the profile " + id + " only where --profile names it"));
        List<String> gone = assembly.starterServers().stream()
                .filter(name -> !names.contains(name))
                .toList();
        if (choosesFirst && !gone.isEmpty()) {
            err.println("Only what you enable is on now; on until now and off from here: " + String.join(", ", gone));
        }
    }

    private String needs(String secret) {
        return "It needs the secret " + secret + ": add a line " + secret + "=VALUE to "
                + session().home().resolve(".env");
    }
}
