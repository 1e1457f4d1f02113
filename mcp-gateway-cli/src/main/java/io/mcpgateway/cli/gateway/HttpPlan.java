package io.mcpgateway.cli.gateway;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the gateway is served over HTTP.
 *
 * @param listen where it listens
 * @param token what clients have to show; empty if they need not
 * @param tokenFile where a generated token goes; empty if it is shown
 * @param ignoredToken whether the environment names a token that is not asked for
 */
record HttpPlan(ListenAddress listen, Optional<BearerToken> token, Optional<Path> tokenFile, boolean ignoredToken) {
    static HttpPlan of(
            ListenAddress listen, boolean unauthenticated, Optional<Path> tokenFile, Map<String, String> environment) {
        Optional<BearerToken> known = BearerToken.of(environment);
        if (unauthenticated) {
            return new HttpPlan(listen, Optional.empty(), tokenFile, known.isPresent());
        }
        return new HttpPlan(listen, known.or(() -> Optional.of(BearerToken.generate())), tokenFile, false);
    }
}
