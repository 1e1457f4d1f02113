package io.mcpgateway.docker;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of containers. */
final class ContainerNames {
    private static final int LONGEST_SERVER = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ContainerNames() {}

    /** {@code mcp-<server>-<random>}, with what an engine does not allow in a name replaced. */
    static String next(String server) {
        String safe = server.replaceAll("[^A-Za-z0-9_.-]", "_");
        byte[] random = new byte[6];
        RANDOM.nextBytes(random);
        return "mcp-" + safe.substring(0, Math.min(LONGEST_SERVER, safe.length())) + "-"
                + HexFormat.of().formatHex(random);
    }
}
