package io.mcpgateway.registry;

import io.mcpgateway.Registries;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.testkit.RegistryContract;

class InMemoryRegistryTest implements RegistryContract {
    @Override
    public Registry registryWith(RegistrySnapshot start) {
        return Registries.inMemory(start);
    }
}
