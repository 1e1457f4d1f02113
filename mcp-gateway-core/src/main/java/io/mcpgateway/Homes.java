package io.mcpgateway;

import java.nio.file.Path;
import java.util.Map;

/** Where the gateway's files are. */
final class Homes {
    private Homes() {}

    /** {@code MCP_GATEWAY_HOME}, else {@code ~/.docker/mcp}. */
    static Path defaultHome(Map<String, String> environment) {
        String explicit = environment.getOrDefault("MCP_GATEWAY_HOME", "");
        if (!explicit.isEmpty()) {
            return Path.of(explicit).toAbsolutePath().normalize();
        }
        return Path.of(System.getProperty("user.home"), ".docker", "mcp");
    }
}
