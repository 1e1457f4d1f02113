package io.mcpgateway.registry;

import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.RegistryProvider;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes {@link InMemoryRegistry}s. Setting: {@code enabled}, server names separated by commas. */
public final class InMemoryRegistryProvider implements RegistryProvider {
    /** For the service loader. */
    public InMemoryRegistryProvider() {}

    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public Registry create(ProviderContext context) {
        List<String> enabled = Stream.of(context.setting("enabled").orElse("").split(","))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .distinct()
                .toList();
        return new InMemoryRegistry(new RegistrySnapshot(enabled, Map.of(), Map.of()));
    }
}
