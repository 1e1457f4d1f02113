package io.mcpgateway.policy;

import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.PolicyProvider;
import io.mcpgateway.spi.ProviderContext;

/** Provides {@code allow-all}. */
public final class AllowAllProvider implements PolicyProvider {
    @Override
    public String name() {
        return "allow-all";
    }

    @Override
    public Policy create(ProviderContext context) {
        return new AllowAll();
    }
}
