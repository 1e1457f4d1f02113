package io.mcpgateway.system;

import io.mcpgateway.system.ConformanceCell.Upstream;
import io.mcpgateway.system.QuadrantClient.Era;

/**
 * A column of the matrix.
 *
 * @param client the era of the client
 * @param server the era of the server
 * @param upstream how the gateway reaches the server
 */
record QuadrantCell(Era client, Era server, Upstream upstream) {
    boolean isLegacyToLegacy() {
        return client == Era.LEGACY && server == Era.LEGACY;
    }

    @Override
    public String toString() {
        return client.letter() + "→" + server.letter() + " " + upstream.name().toLowerCase(java.util.Locale.ROOT);
    }
}
