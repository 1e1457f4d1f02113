package io.mcpgateway.system;

import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.http.HttpTransports;
import io.mcpgateway.http.StreamableHttpOptions;
import io.mcpgateway.model.Secret;
import io.mcpgateway.settings.GatewayOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The gateway as a Java program embeds it, in a process of its own, with limits of seconds where the defaults are minutes:
 * what ends by itself must be seen to end. Arguments: home, catalog, port, servers, servers that may run as processes, places
 * that may be reached. Serves until the end of its input.
 */
final class ChaosGateway {
    /** How long a session without requests lives. */
    static final Duration SESSION_IDLE = Duration.ofSeconds(15);

    /** How long a call waits for a client that has to answer a question. */
    static final Duration PARKED = Duration.ofSeconds(12);

    /** How long a call may take without a sign of life. */
    static final Duration CALL = Duration.ofSeconds(10);

    private static final Duration CONNECTION_IDLE = Duration.ofSeconds(30);

    private ChaosGateway() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        try (McpGateway gateway = McpGateway.builder()
                .home(home)
                .environment(Map.of("PATH", System.getenv("PATH")))
                .catalog(Catalogs.file(Path.of(arguments[1])))
                .enable(arguments[3].split(","))
                .options(GatewayOptions.builder()
                        .allowProcess(Set.of(arguments[4].split(",")))
                        .allowRemote(Set.of(arguments[5].split(",")))
                        .limits(set -> set.sessionIdle(SESSION_IDLE).call(CALL).parked(PARKED))
                        .build())
                .build()) {
            gateway.start();
            gateway.serve(HttpTransports.streamable(StreamableHttpOptions.builder()
                    .port(Integer.parseInt(arguments[2]))
                    .token(Secret.of(Gateway.TOKEN))
                    .idleTimeout(CONNECTION_IDLE)
                    .build()));
            while (System.in.read() >= 0) {
                // Nothing is said here; only the end matters.
            }
        }
    }
}
