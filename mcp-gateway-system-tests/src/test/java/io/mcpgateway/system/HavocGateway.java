package io.mcpgateway.system;

import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.http.HttpTransports;
import io.mcpgateway.http.StreamableHttpOptions;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.Secret;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.PackageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The gateway of {@link HavocIT}, embedded in a process of its own, with limits of seconds where the defaults are minutes.
 * Arguments: home, catalog, port, engine, servers, servers that may run as processes, registry of npm. Servers are held to
 * their hosts, and packages run in sandboxes. Serves until the end of its input.
 */
final class HavocGateway {
    /** How long a call may take without a sign of life. */
    static final Duration CALL = Duration.ofSeconds(12);

    /** How long a server may take to start, and a call waits for its turn. */
    static final Duration START = Duration.ofSeconds(20);

    private HavocGateway() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        try (McpGateway gateway = McpGateway.builder()
                .home(Path.of(arguments[0]))
                .environment(Map.of("PATH", System.getenv("PATH"), "DOCKER_HOST", arguments[3]))
                .catalog(Catalogs.file(Path.of(arguments[1])))
                .enable(arguments[4].split(","))
                .options(GatewayOptions.builder()
                        .allowProcess(Set.of(arguments[5].split(",")))
                        .egress(GatewayOptions.Egress.ENFORCE)
                        .packages(new PackageSettings(
                                PackageSettings.Venue.SANDBOX,
                                Map.of(),
                                Map.of(PackageRegistry.NPM, URI.create(arguments[6])),
                                Set.of()))
                        .limits(set -> set.sessionIdle(Duration.ofSeconds(20))
                                .call(CALL)
                                .serverStart(START)
                                .queueWait(START))
                        .build())
                .build()) {
            gateway.start();
            gateway.serve(HttpTransports.streamable(StreamableHttpOptions.builder()
                    .port(Integer.parseInt(arguments[2]))
                    .token(Secret.of(Gateway.TOKEN))
                    .build()));
            while (System.in.read() >= 0) {
                // Nothing is said here; only the end matters.
            }
        }
    }
}
