package io.mcpgateway.examples.docs;

import io.mcpgateway.McpGateway;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.ContainerRuntime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the parts of the other examples come together. */
final class Assembly {
    static final String IMAGE = "example.com/inventory@sha256:" + "12".repeat(32);

    private Assembly() {}

    static McpGateway.Builder assemble(ContainerRuntime runtime) {
        TeamRegistry registry = new TeamRegistry();
        registry.agreeOn(new RegistrySnapshot(List.of("inventory"), Map.of(), Map.of()));
        // region assembly
        McpGateway.Builder gateway = McpGateway.builder()
                .catalog(new InventoryCatalog(() -> Map.of("inventory", IMAGE)))
                .registry(registry)
                .secrets(new VaultSecrets(path -> Optional.empty()))
                .runtime(new PinnedImages(runtime))
                .interceptor(new CallTimer(Clock.systemUTC(), (tool, time) -> {}))
                .policy(new ReadersOnly(Set.of("ada")));
        // endregion
        return gateway;
    }
}
