package io.mcpgateway;

import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.spi.ProviderContext;
import java.util.Map;

/** Provides the server that a test has set; tests that use it run one after the other. */
public final class ScriptedServerProvider implements JavaServerProvider {
    private static volatile JavaServer server = new ScriptedServer("{}");
    private static volatile Map<String, JavaServer> named = Map.of();

    static void serve(JavaServer scripted) {
        server = scripted;
    }

    /** Several, for entries whose configuration names theirs: {@code {"use":"name"}}. */
    static void serve(Map<String, JavaServer> scripted) {
        named = Map.copyOf(scripted);
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public JavaServer create(ProviderContext context) {
        return context.setting("use").map(named::get).orElse(server);
    }
}
