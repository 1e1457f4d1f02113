package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.sandbox.SandboxReport;
import io.mcpgateway.sandbox.SandboxRuntimeProvider;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same for servers in sandboxes, by the second table. Only addresses are tried: names of hosts would be looked up by
 * this machine, which asks the name servers of the real world.
 */
final class SandboxMatrixIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> LOOKED_UP =
            List.of("HTTP to a name that is not on the list, with the proxy variables", "a query for another name");

    private static final Map<String, Network> COLUMNS = columns();

    @TempDir
    Path directory;

    private static Map<String, Network> columns() {
        Map<String, Network> columns = new LinkedHashMap<>();
        columns.put("sandbox, no rule", new Network.Open(List.of()));
        columns.put("sandbox, disableNetwork", new Network.None());
        columns.put(
                "sandbox, allowHosts enforced",
                new Network.AllowList(List.of(
                        NetworkWorld.WEB + ":80", NetworkWorld.WEB + ":5432/tcp", "web.test:80", "*.test:443")));
        return columns;
    }

    @Test
    void eachSandboxReachesWhatTheDocumentationSaysAndNothingElse() throws Exception {
        Requirements.dockerImage();
        NetworkTable documented = NetworkTable.read(List.copyOf(COLUMNS.keySet()));
        Map<String, Map<String, JsonNode>> tried = new LinkedHashMap<>();
        try (TestContext context = TestContext.create(directory.resolve("home"))) {
            requireSandboxes(context);
            try (NetworkWorld world = new NetworkWorld(directory);
                    ContainerRuntime runtime = new SandboxRuntimeProvider().create(context)) {
                Map<String, ObjectNode> probes = probes(world);
                assertThat(documented.rows()).containsExactlyElementsOf(probes.keySet());
                for (Map.Entry<String, Network> column : COLUMNS.entrySet()) {
                    tried.put(column.getKey(), run(runtime, column.getValue(), probes));
                }
            }
            assertThat(context.reported())
                    .anyMatch(event -> event.contains("egress refused") && event.contains("host=other.test"))
                    .anyMatch(event -> event.contains("egress refused") && event.contains(NetworkWorld.METADATA));
        }

        assertThat(NetworkTable.cells(tried)).isEqualTo(documented.cellsOf(tried));
    }

    private static void requireSandboxes(TestContext context) {
        SandboxReport report = SandboxRuntimeProvider.examine(context);
        if (!report.works()) {
            if ("1".equals(System.getenv("MCP_GATEWAY_CI"))) {
                throw new AssertionError(report.problem() + " (MCP_GATEWAY_CI=1: nothing may be missing)");
            }
            System.err.println("SKIPPED: SandboxMatrixIT " + report.problem());
            Assumptions.abort(report.problem());
        }
    }

    private static Map<String, ObjectNode> probes(NetworkWorld world) {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        all.put("HTTP to an address of the list, with the proxy variables", probe("http-proxy", NetworkWorld.WEB, 80));
        all.put(
                "raw TCP to an address of the list, with the proxy variables",
                probe("tcp-proxy", NetworkWorld.WEB, 5432));
        all.put("HTTP to an address of the list, without proxy", probe("http-direct", NetworkWorld.WEB, 80));
        all.put(LOOKED_UP.get(0), probe("http-proxy", "other.test", 80));
        all.put(
                "another port of an address of the list, with the proxy variables",
                probe("http-tunnel", NetworkWorld.WEB, 8080));
        all.put(LOOKED_UP.get(1), probe("name-by-query", "aaaasecret.tunnel.test", 0));
        all.put(
                "a query to a name server of its own",
                probe("name-server", NetworkWorld.WEB, 53).put("name", "ccccthis.is.asked"));
        all.put(
                "an address that is not on the list, with the proxy variables",
                probe("http-tunnel", NetworkWorld.OTHER, 80));
        all.put("direct to an IPv6 address", probe("http-direct", NetworkWorld.WEB_6, 80));
        all.put("an IPv6 address, with the proxy variables", probe("http-tunnel", NetworkWorld.WEB_6, 80));
        all.put("cloud metadata at 169.254.169.254, direct", probe("http-direct", NetworkWorld.METADATA, 80));
        all.put(
                "cloud metadata at 169.254.169.254, with the proxy variables",
                probe("http-tunnel", NetworkWorld.METADATA, 80));
        all.put("a port of the host, open on all its addresses", hostPort(world.openPort()));
        all.put("a port of the host's loopback", hostPort(world.loopbackPort()));
        all.put(
                "the engine's socket",
                MAPPER.createObjectNode().put("kind", "path").put("path", "/var/run/docker.sock"));
        return all;
    }

    private static ObjectNode probe(String kind, String host, int port) {
        return MAPPER.createObjectNode().put("kind", kind).put("host", host).put("port", port);
    }

    private static ObjectNode hostPort(int port) {
        ObjectNode probe = MAPPER.createObjectNode().put("kind", "host").put("port", port);
        probe.putArray("hosts").add("127.0.0.1").add(NetworkWorld.HOST);
        return probe;
    }

    private static Map<String, JsonNode> run(ContainerRuntime runtime, Network network, Map<String, ObjectNode> probes)
            throws IOException {
        String script = Base64.getEncoder()
                .encodeToString(NetworkWorld.resource("network-probe.cjs").getBytes(StandardCharsets.UTF_8));
        WorkloadSpec spec = WorkloadSpec.sandbox(
                        "probe",
                        List.of(
                                Requirements.node().toRealPath().toString(),
                                "-e",
                                "eval(Buffer.from(process.env.PROBE, 'base64').toString())"))
                .environment(Map.of("PROBE", script, "TOOL", "probe"))
                .network(network)
                .build();
        ObjectNode call =
                MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
        ObjectNode list = call.putObject("params")
                .put("name", "probe")
                .putObject("arguments")
                .putObject("probes");
        probes.forEach((row, probe) -> {
            if (!(network instanceof Network.Open) || !LOOKED_UP.contains(row)) {
                list.set(row, probe);
            }
        });
        RecordingListener heard = new RecordingListener();
        try (Workload workload = runtime.start(spec, heard)) {
            workload.stdin().write((call + "\n").getBytes(StandardCharsets.UTF_8));
            workload.stdin().flush();
            Awaitility.await("the server tells what it reached")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(heard.stdoutText())
                            .as(heard.stderrText())
                            .endsWith("\n"));
        }
        Map<String, JsonNode> results = new LinkedHashMap<>();
        String text =
                MAPPER.readTree(heard.stdoutText()).at("/result/content/0/text").asText();
        MAPPER.readTree(text).properties().forEach(field -> results.put(field.getKey(), field.getValue()));
        return results;
    }
}
