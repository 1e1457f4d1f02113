package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.system.ConformanceCell.Build;
import io.mcpgateway.system.ConformanceCell.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official conformance suite finds no difference between a server and the gateway in front of it. The server is our own
 * fixture, in three builds, behind each kind of link; the measure for all of them is the build that speaks both eras, without
 * a gateway. In the suite's client mode, an official client behind the gateway is as good as one without. The reports, both
 * columns side by side, go to standard error and to {@code target/conformance}.
 */
final class ConformanceIT {
    private static final Map<String, ConformanceReport> DIRECT = new ConcurrentHashMap<>();

    /** All that need no authorization. */
    private static final Map<String, List<String>> CLIENT_SCENARIOS = Map.of(
            ConformanceCell.LEGACY,
            List.of(
                    "initialize",
                    "tools_call",
                    "elicitation-sep1034-client-defaults",
                    "sse-retry",
                    "json-schema-2020-12-preservation"),
            ConformanceCell.MODERN,
            List.of(
                    "tools_call",
                    "request-metadata",
                    "sep-2322-client-request-state",
                    "http-standard-headers",
                    "http-custom-headers",
                    "http-invalid-tool-headers",
                    "json-schema-ref-no-deref",
                    "json-schema-2020-12-preservation"));

    @TempDir
    Path directory;

    static Stream<String> revisions() {
        return Stream.of(ConformanceCell.LEGACY, ConformanceCell.MODERN);
    }

    static Stream<Arguments> dual() {
        return cells(Build.DUAL);
    }

    static Stream<Arguments> legacyOnly() {
        return cells(Build.LEGACY_ONLY);
    }

    static Stream<Arguments> modernOnly() {
        return cells(Build.MODERN_ONLY);
    }

    private static Stream<Arguments> cells(Build build) {
        return Stream.of(Upstream.values())
                .flatMap(upstream -> revisions().map(revision -> new ConformanceCell(build, upstream, revision)))
                .map(cell -> argumentSet(cell.toString(), cell));
    }

    /** The measure itself: the fixture has all that the suite asks for. */
    @ParameterizedTest
    @MethodSource("revisions")
    void theFixturePassesWhatTheRevisionRequires(String revision) throws IOException {
        assertThat(direct(revision).scenarios().values())
                .filteredOn(ConformanceReport.Scenario::scored)
                .hasSizeGreaterThanOrEqualTo(30)
                .allMatch(ConformanceReport.Scenario::passes);
    }

    /** The measure itself: a server that is not there passes nothing, whatever the suite's totals say. */
    @ParameterizedTest
    @MethodSource("revisions")
    void nobodyListeningPassesNothing(String revision) throws IOException {
        ConformanceReport nothing = new ConformanceSuite(directory).server(deadEnd(), revision);

        assertThat(nothing.scenarios().values()).noneMatch(ConformanceReport.Scenario::passes);
        assertThat(SideBySide.of("nothing", direct(revision), nothing, List.of())
                        .faults())
                .hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("dual")
    void aServerOfBothErasIsTheSameBehindTheGateway(ConformanceCell cell) throws IOException {
        compare(cell);
    }

    @ParameterizedTest
    @MethodSource("legacyOnly")
    void aLegacyServerServesBothErasBehindTheGateway(ConformanceCell cell) throws IOException {
        compare(cell);
    }

    @ParameterizedTest
    @MethodSource("modernOnly")
    void aModernServerServesBothErasBehindTheGateway(ConformanceCell cell) throws IOException {
        compare(cell);
    }

    @ParameterizedTest
    @MethodSource("revisions")
    void theGatewayIsAsGoodAClientAsTheOneBehindIt(String revision) throws IOException {
        ConformanceSuite suite = new ConformanceSuite(directory);
        List<String> scenarios = CLIENT_SCENARIOS.get(revision);

        ConformanceReport direct = suite.client(revision, scenarios);
        ConformanceReport relayed = suite.clientThroughTheGateway(revision, scenarios);

        assertThat(direct.scenarios().values()).allMatch(ConformanceReport.Scenario::passes);
        judge("client, " + revision, direct, relayed, List.of());
    }

    private void compare(ConformanceCell cell) throws IOException {
        ConformanceReport direct = direct(cell.revision());
        ConformanceReport relayed;
        if (cell.upstream() == Upstream.STDIO) {
            relayed = throughTheGateway(ConformanceFixture.onStdio(cell.build()), cell.revision(), true);
        } else {
            try (ConformanceFixture fixture = ConformanceFixture.start(cell.build(), directory)) {
                relayed =
                        throughTheGateway(TestServer.remote("conformance", fixture.endpoint()), cell.revision(), false);
            }
        }
        judge(cell.toString(), direct, relayed, ConformanceExemption.in(cell));
    }

    private ConformanceReport throughTheGateway(TestServer server, String revision, boolean startFirst)
            throws IOException {
        Gateway gateway = Gateway.inFrontOf(directory, server).with("--long-lived", "--allow-unauthenticated");
        try (HttpGateway http = gateway.startHttp()) {
            // The scenario of rebinding wants the name, not the address.
            URI endpoint = URI.create("http://localhost:" + http.endpoint().getPort() + "/mcp");
            if (startFirst && revision.equals(ConformanceCell.MODERN)) {
                startWorkload(endpoint);
            }
            return new ConformanceSuite(directory).server(endpoint, revision);
        }
    }

    /**
     * Lets the gateway start the process for a client that elicits. The suite gives the first call of that client 600 ms,
     * which is enough for a server that runs already, as it does without the gateway, but not to start Node.
     */
    private static void startWorkload(URI endpoint) throws IOException {
        String body = """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":{},"_meta":{
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                "io.modelcontextprotocol/clientInfo":{"name":"conformance-client","version":"1.0.0"},
                "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}""";
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", ConformanceCell.MODERN)
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "test_simple_text")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("This is a simple text response");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void judge(
            String title, ConformanceReport direct, ConformanceReport relayed, List<ConformanceExemption> exemptions)
            throws IOException {
        SideBySide comparison = SideBySide.of(title, direct, relayed, exemptions);
        System.err.println("\n" + comparison.report());
        Path reports =
                Files.createDirectories(Requirements.ROOT.resolve("mcp-gateway-system-tests/target/conformance"));
        Files.writeString(reports.resolve(title.replaceAll("[ ,]+", "-") + ".txt"), comparison.report());

        assertThat(comparison.faults()).as(title).isEmpty();
    }

    private ConformanceReport direct(String revision) throws IOException {
        ConformanceReport known = DIRECT.get(revision);
        if (known == null) {
            try (ConformanceFixture fixture = ConformanceFixture.start(Build.DUAL, directory)) {
                known = new ConformanceSuite(directory).server(fixture.endpoint(), revision);
            }
            DIRECT.put(revision, known);
        }
        return known;
    }

    private static URI deadEnd() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/mcp");
        }
    }
}
