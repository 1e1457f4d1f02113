package io.mcpgateway.cli.server;

import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Registry;
import java.util.List;
import java.util.concurrent.Callable;

/** What the {@code server} commands share: the user's files, and what they say. */
abstract sealed class ServerCommand implements Callable<Integer>
        permits ServerDisable, ServerEnable, ServerInspect, ServerLs {
    private final Session session;

    ServerCommand(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() {
        GatewayAssembly assembly =
                new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
        try (Registry.Writable registry = assembly.registry()) {
            run(assembly, registry);
            return 0;
        }
    }

    abstract void run(GatewayAssembly assembly, Registry.Writable registry);

    final Session session() {
        return session;
    }

    /** What is enabled, as the gateway would see it. */
    static List<String> enabled(GatewayAssembly assembly, RegistrySnapshot registry) {
        return assembly.starterServersAreOn() ? assembly.starterServers() : registry.enabled();
    }
}
