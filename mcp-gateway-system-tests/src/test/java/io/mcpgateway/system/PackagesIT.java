package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.SecretStores;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.settings.PackageSettings.Venue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real packages of npm and PyPI, and one that was made to be hostile, in containers and in sandboxes. What is fetched is
 * fetched once for all tests of this class.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class PackagesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String REAL = """
            registry:
              everything:
                command: npx
                args: ["-y", "@modelcontextprotocol/server-everything@2026.8.31", "stdio"]
              clock:
                type: package
                disableNetwork: true
                command: [uvx, "mcp-server-time==2026.10.19", "--local-timezone=Etc/UTC"]
            """;

    private static final String HOSTILE = """
            registry:
              hostile:
                type: package
                disableNetwork: true
                package: {registry: npm, name: hostile-server, version: 1.0.0, integrity: "%s"}
                command: [--flag, "{{hostile.word}}"]
                secrets: [{name: hostile.token, env: TOKEN}]
                isolation: session
              open:
                type: package
                package: {registry: npm, name: hostile-server, version: 1.0.0}
                isolation: session
              willing:
                type: package
                disableNetwork: true
                package: {registry: npm, name: hostile-server, version: 1.0.0}
                isolation: session
              other-bytes:
                type: package
                package: {registry: npm, name: hostile-server, version: 1.0.0, integrity: sha512-AAAA}
            """;

    private static final String HELD = """
            registry:
              held:
                type: package
                allowHosts: ["%s:80", "registry.npmjs.org:443"]
                package: {registry: npm, name: hostile-server, version: 1.0.0}
                isolation: session
            """;

    @TempDir
    static Path directory;

    private Path home;
    private LocalNpmRegistry registry;
    private Set<String> volumesBefore = Set.of();

    @BeforeAll
    void makeTheRegistry() throws Exception {
        home = Files.createDirectories(directory.resolve("home"));
        registry = LocalNpmRegistry.of(Requirements.PEERS.resolve("packages/hostile"), directory);
    }

    @AfterAll
    void removeWhatWasMade() {
        registry.close();
        if (!volumesBefore.isEmpty()) {
            Set<String> made = new java.util.HashSet<>(volumes());
            made.removeAll(volumesBefore);
            made.forEach(volume -> DockerCli.run("volume", "rm", volume));
        }
    }

    private static Set<String> volumes() {
        // Never empty, so that it can be told from not having been asked for.
        return Stream.concat(
                        Stream.of(""),
                        DockerCli.run("volume", "ls", "--quiet", "--filter", "name=mcp-gateway-package-")
                                .lines())
                .collect(java.util.stream.Collectors.toSet());
    }

    private void require(Venue venue) {
        if (venue == Venue.CONTAINER) {
            Requirements.packageImage();
            if (volumesBefore.isEmpty()) {
                volumesBefore = volumes();
            }
        } else {
            Requirements.sandboxes();
        }
    }

    /** Where this machine is, seen from there. */
    private static String thisMachine(Venue venue) {
        if (venue == Venue.SANDBOX) {
            return "127.0.0.1";
        }
        String subnet = DockerCli.run("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}");
        return subnet.strip().replaceFirst("\\.0/\\d+$", ".1");
    }

    private McpGateway gateway(Venue venue, String catalog, Map<PackageRegistry, URI> registries) {
        return gateway(venue, catalog, registries, GatewayOptions.Egress.OPEN, Map.of());
    }

    private McpGateway gateway(
            Venue venue,
            String catalog,
            Map<PackageRegistry, URI> registries,
            GatewayOptions.Egress egress,
            Map<String, String> variables) {
        try {
            Path file = Files.writeString(Files.createTempFile(directory, "catalog", ".yaml"), catalog);
            Path secrets = Files.writeString(directory.resolve(".env"), "hostile.token=declared-secret\n");
            McpGateway gateway = McpGateway.builder()
                    .home(home)
                    .environment(environment(variables))
                    .catalog(Catalogs.file(file))
                    .enableAll()
                    .configure("hostile", JsonText.of("{\"word\":\"it's $HOME; `id`\"}"))
                    .secrets(SecretStores.envFile(secrets))
                    .options(GatewayOptions.builder()
                            .limits(limits -> limits.serverStart(PATIENCE))
                            .egress(egress)
                            .packages(new PackageSettings(
                                    venue,
                                    Map.of(
                                            PackageRegistry.NPM,
                                            Requirements.PACKAGE_IMAGE,
                                            PackageRegistry.PYPI,
                                            Requirements.PACKAGE_IMAGE),
                                    registries,
                                    Set.of("willing")))
                            .build())
                    .build();
            gateway.start();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(variables);
        environment.put("SECRET_OF_THE_HOST", "host-secret");
        return environment;
    }

    private static String request(McpGateway gateway, String method, String params) throws Exception {
        Outcome outcome = gateway.request(method, JsonText.of(params))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return outcome.toString();
    }

    private static String call(McpGateway gateway, String tool, String arguments) throws Exception {
        return request(gateway, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    @ParameterizedTest
    @EnumSource(names = {"SANDBOX", "CONTAINER"})
    void realPackagesRun(Venue venue) throws Exception {
        require(venue);
        try (McpGateway gateway = gateway(venue, REAL, Map.of())) {
            assertThat(gateway.awaitListings(PATIENCE)).isTrue();
            assertThat(gateway.status())
                    .allSatisfy(status -> assertThat(status.problems()).isEmpty());

            assertThat(call(gateway, "echo", "{\"message\":\"from npm\"}")).contains("Echo: from npm");
            assertThat(call(gateway, "get_current_time", "{\"timezone\":\"Etc/UTC\"}"))
                    .contains("Etc/UTC", "datetime");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SANDBOX", "CONTAINER"})
    void aHostilePackageReachesNothing(Venue venue) throws Exception {
        require(venue);
        String machine = thisMachine(venue);
        Path key = Files.createDirectories(directory.resolve(".ssh")).resolve("id_rsa");
        Files.writeString(key, "private key");
        String listener = "{\"host\":\"" + machine + "\",\"port\":" + registry.port() + "}";
        try (McpGateway gateway = gateway(
                venue, HOSTILE.formatted(registry.integrity()), Map.of(PackageRegistry.NPM, registry.at(machine)))) {
            assertThat(gateway.awaitListings(PATIENCE)).isTrue();
            String tools = request(gateway, "tools/list", "{}");
            assertThat(tools).as(gateway.status().toString()).contains("\"installed\"", "open__read");

            String realKey = System.getProperty("user.home") + "/.ssh";
            for (String path : List.of(
                    key.toString(),
                    realKey,
                    "/etc/shadow",
                    home.resolve("cache").toString(),
                    "/var/run/docker.sock")) {
                assertThat(call(gateway, "read", "{\"path\":\"" + path + "\"}"))
                        .as(path)
                        .contains("FAILED ENOENT");
            }
            assertThat(call(gateway, "write", "{\"path\":\"/package/evil\"}")).contains("FAILED");
            assertThat(call(gateway, "write", "{\"path\":\"/usr/evil\"}")).contains("FAILED");
            assertThat(call(gateway, "own", "{}")).as("its own files").contains("FAILED");
            assertThat(call(gateway, "environment", "{}"))
                    .contains("declared-secret")
                    .doesNotContain("host-secret", "SECRET_OF_THE_HOST");
            assertThat(call(gateway, "environments", "{}")).contains("DONE").doesNotContain("host-secret");
            assertThat(call(gateway, "arguments", "{}")).contains("--flag", "it's $HOME; `id`");
            assertThat(call(gateway, "connect", listener)).contains("FAILED");
            assertThat(call(gateway, "open__connect", listener))
                    .as("with a network")
                    .contains("DONE connected");
            assertThat(call(gateway, "open__environment", "{}")).doesNotContain("declared-secret");
            assertThat(call(gateway, "installed", "{}")).as("install script").contains("DONE false");
            if (venue == Venue.SANDBOX) { // the image has no shell, without which npm runs no scripts
                assertThat(call(gateway, "willing__installed", "{}"))
                        .as("install script that is allowed")
                        .contains("DONE true");
            }
            assertThat(gateway.status().toString()).contains("the registry has other bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SANDBOX", "CONTAINER"})
    void aPackageThatIsHeldToItsHostsReachesThemAndNothingElse(Venue venue) throws Exception {
        require(venue);
        Requirements.dockerImage();
        String machine = thisMachine(venue);
        try (NetworkWorld world = new NetworkWorld(directory);
                McpGateway gateway = gateway(
                        venue,
                        HELD.formatted(NetworkWorld.WEB),
                        Map.of(PackageRegistry.NPM, registry.at(machine)),
                        GatewayOptions.Egress.ENFORCE,
                        Map.of("MCP_GATEWAY_EGRESS_NETWORK", world.network()))) {
            assertThat(gateway.awaitListings(PATIENCE)).isTrue();

            assertThat(proxied(gateway, NetworkWorld.WEB, 80))
                    .as(gateway.status().toString())
                    .contains("DONE 200 HTTP/1.1 200 OK", "reached " + NetworkWorld.WEB);

            for (String host : List.of("127.0.0.1", "localhost", machine, "registry.npmjs.org.example.com")) {
                assertThat(proxied(gateway, host, registry.port())).as(host).contains("DONE 403");
            }
            assertThat(proxied(gateway, NetworkWorld.WEB, 8080)).contains("DONE 403");
            assertThat(proxied(gateway, NetworkWorld.OTHER, 80)).contains("DONE 403");
            assertThat(connected(gateway, machine, registry.port())).contains("FAILED");
            assertThat(connected(gateway, NetworkWorld.WEB, 80)).contains("FAILED");
            assertThat(connected(gateway, NetworkWorld.OTHER, 80)).contains("FAILED");
        }
    }

    private static String proxied(McpGateway gateway, String host, int port) throws Exception {
        return call(gateway, "proxied", "{\"host\":\"" + host + "\",\"port\":" + port + "}");
    }

    private static String connected(McpGateway gateway, String host, int port) throws Exception {
        return call(gateway, "connect", "{\"host\":\"" + host + "\",\"port\":" + port + "}");
    }
}
