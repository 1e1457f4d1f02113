package io.mcpgateway.examples.docs;

import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.testkit.RegistryContract;

class TeamRegistryTest implements RegistryContract {
    @Override
    public Registry registryWith(RegistrySnapshot start) {
        TeamRegistry registry = new TeamRegistry();
        registry.agreeOn(start);
        return registry;
    }
}
