package io.mcpgateway;

import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.spi.ProviderContext;

/** Provides the server that a test has set; tests that use it run one after the other. */
public final class ScriptedServerProvider implements JavaServerProvider {
    private static volatile JavaServer server = new ScriptedServer("{}");

    static void serve(JavaServer scripted) {
        server = scripted;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public JavaServer create(ProviderContext context) {
        return server;
    }
}
