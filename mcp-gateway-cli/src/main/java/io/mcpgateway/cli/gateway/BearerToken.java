package io.mcpgateway.cli.gateway;

import io.mcpgateway.cli.assembly.GatewayTransports;
import io.mcpgateway.model.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * The token that HTTP clients have to show.
 *
 * @param secret the token
 * @param generated whether it was made for this run, so that nobody knows it yet
 */
record BearerToken(Secret secret, boolean generated) {
    static final String VARIABLE = "MCP_GATEWAY_AUTH_TOKEN";

    /** The token of the environment; empty if there is none. */
    static Optional<BearerToken> of(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(new BearerToken(Secret.of(value), false));
    }

    static BearerToken generate() {
        return new BearerToken(GatewayTransports.newToken(), true);
    }
}
