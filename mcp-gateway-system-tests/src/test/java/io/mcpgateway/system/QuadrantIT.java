package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.system.ConformanceCell.Build;
import io.mcpgateway.system.ConformanceCell.Upstream;
import io.mcpgateway.system.QuadrantClient.Era;
import io.mcpgateway.system.QuadrantDriver.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every feature of MCP survives the gateway in all four quadrants, clients of either era in front of servers of either era,
 * with the server on stdio and on HTTP: or the specification rules it out, in words that the report cites. The clients are the
 * official TypeScript SDKs of both major versions and the official Java SDK; the server is {@code peers/servers/matrix}, on
 * the official SDK. The table goes to standard error and to {@code target/quadrants}.
 */
final class QuadrantIT {
    /** Two gateways at once keep two cores busy; more only wait for each other. */
    private static final int AT_ONCE = 2;

    @TempDir
    Path directory;

    /** Before anything runs on other threads, from where a test cannot be skipped. */
    @BeforeEach
    void requirePeers() {
        fixture(Era.LEGACY);
    }

    @Test
    void everyFeatureSurvivesInEveryQuadrant() {
        List<QuadrantCell> cells = Stream.of(Era.values())
                .flatMap(client -> Stream.of(Era.values())
                        .flatMap(server -> Stream.of(Upstream.values())
                                .map(upstream -> new QuadrantCell(client, server, upstream))))
                .toList();
        QuadrantReport report = new QuadrantReport(cells);

        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        try {
            CompletableFuture.allOf(Stream.of(Era.values())
                            .flatMap(server -> Stream.of(Upstream.values())
                                    .map(upstream -> CompletableFuture.runAsync(
                                            () -> tryEverything(server, upstream, report), executor)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            executor.shutdownNow();
            report.publish();
        }

        assertThat(report.faults()).isEmpty();
    }

    /** The measure itself: without a gateway, client and server of one era have everything that is not ruled out. */
    @Test
    void withoutAGatewayThePeersOfOneEraHaveEverything() throws IOException {
        for (QuadrantClient client : List.of(QuadrantClient.TYPESCRIPT_V1, QuadrantClient.TYPESCRIPT_V2_STDIO)) {
            QuadrantCell cell = new QuadrantCell(client.era(), client.era(), Upstream.STDIO);
            List<QuadrantFeature> features = Arrays.stream(QuadrantFeature.values())
                    .filter(feature -> feature.impossible(cell).isEmpty())
                    .filter(feature -> feature != QuadrantFeature.TASKS_2025)
                    .toList();

            Map<QuadrantFeature, String> faults = new QuadrantDriver(directory)
                    .stdio(
                            client.kind(),
                            new Wanted(features, List.of()),
                            fixture(client.era()).command(),
                            Map.of());

            assertThat(faults).as("%s", client).containsOnlyKeys(features);
            assertThat(faults.values()).as("%s: %s", client, faults).containsOnly("");
        }
    }

    private static Build build(Era server) {
        return server == Era.LEGACY ? Build.LEGACY_ONLY : Build.MODERN_ONLY;
    }

    /** A gateway that answers the handshake once it knows its servers: before, it cannot say what they have. */
    private static Gateway gateway(Path home, List<TestServer> entries) throws IOException {
        return Gateway.inFrontOf(home, entries.toArray(TestServer[]::new)).with("--wait-for-servers", "20s");
    }

    /** Only version 1 of the SDK has the tasks of 2025-11-25, so that they are a server of their own. */
    private static List<String> tasksServer() {
        return List.of(
                Requirements.node().toString(),
                Requirements.PEERS.resolve("servers/matrix/legacy-tasks.mjs").toString());
    }

    private static TestServer fixture(Era server) {
        return ConformanceFixture.onStdio("matrix", build(server));
    }

    /** All clients, one after the other, at one gateway in front of that server. */
    private void tryEverything(Era server, Upstream upstream, QuadrantReport report) {
        try {
            Path own = Files.createDirectories(directory.resolve((server + "-" + upstream).toLowerCase(Locale.ROOT)));
            if (upstream == Upstream.STDIO) {
                List<TestServer> entries = new ArrayList<>(List.of(fixture(server)));
                if (server == Era.LEGACY) {
                    List<String> command = new ArrayList<>(tasksServer());
                    command.add("--stdio");
                    entries.add(new TestServer("tasks", "process", command, "", "session"));
                }
                tryEverything(server, upstream, entries, own, report);
                return;
            }
            try (ConformanceFixture remote = ConformanceFixture.start("matrix", build(server), own);
                    ConformanceFixture tasks = ConformanceFixture.start(tasksServer(), own)) {
                List<TestServer> entries = new ArrayList<>(List.of(TestServer.remote("matrix", remote.endpoint())));
                if (server == Era.LEGACY) {
                    entries.add(TestServer.remote("tasks", tasks.endpoint()));
                }
                tryEverything(server, upstream, entries, own, report);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void tryEverything(Era server, Upstream upstream, List<TestServer> entries, Path own, QuadrantReport report)
            throws IOException {
        QuadrantDriver driver = new QuadrantDriver(own);
        try (HttpGateway http = gateway(own, entries).startHttp()) {
            for (QuadrantClient client : QuadrantClient.values()) {
                QuadrantCell cell = new QuadrantCell(client.era(), server, upstream);
                List<QuadrantFeature> features = Arrays.stream(QuadrantFeature.values())
                        .filter(feature -> !client.lacks().containsKey(feature))
                        .toList();
                Wanted wanted = new Wanted(
                        features,
                        features.stream()
                                .filter(feature -> feature.impossible(cell).isPresent())
                                .toList());
                Map<QuadrantFeature, String> faults;
                if (client == QuadrantClient.JAVA) {
                    faults = QuadrantJavaClient.tryAll(http.endpoint(), wanted);
                } else if (client.http()) {
                    faults = driver.http(client.kind(), wanted, http.endpoint());
                } else {
                    Gateway gateway = gateway(Files.createTempDirectory(own, "stdio"), entries);
                    faults = driver.stdio(client.kind(), wanted, gateway.stdioCommand(), gateway.environment());
                }
                report.add(cell, client, faults);
            }
        }
    }
}
