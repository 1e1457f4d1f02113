package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.ServerStatus;
import io.mcpgateway.http.HttpTransports;
import io.mcpgateway.http.StreamableHttpTransport;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.Problem;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.Egress;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What servers reach under each rule, tried by servers in real containers on hosts that are containers, too. The table in
 * {@code docs/network.md} says what has to come out, cell by cell.
 */
final class NetworkMatrixIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String REACHED = "reached";
    private static final String REFUSED = "refused";

    /** Where a server may reach everything, this would ask the name servers of the real world. */
    private static final String ASKS_THE_WORLD = "a query for another name";

    private static final List<String> HOSTS = List.of(
            "web.test:80",
            "web.test:443/https",
            "db.test:5432/tcp",
            "metadata.test:80",
            NetworkWorld.WEB + ":80",
            NetworkWorld.WEB + ":443",
            NetworkWorld.WEB + ":5432/tcp");

    private final List<String> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    /** A column: a server, and the gateway that runs it. */
    private record Column(String title, String server, Egress egress) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("no rule", "norule", Egress.OPEN),
            new Column("disableNetwork", "disabled", Egress.OPEN),
            new Column("allowHosts, not enforced", "shown", Egress.OPEN),
            new Column("allowHosts, enforced", "held", Egress.BLOCK),
            new Column("block-network", "blocked", Egress.BLOCK));

    @Test
    void eachServerReachesWhatTheDocumentationSaysAndNothingElse() throws Exception {
        Requirements.dockerImage();
        Map<String, Map<String, String>> documented = table();
        Map<String, Map<String, JsonNode>> tried = new LinkedHashMap<>();
        try (NetworkWorld world = new NetworkWorld(directory);
                McpGateway open = gateway(world, Egress.OPEN);
                McpGateway block = gateway(world, Egress.BLOCK);
                StreamableHttpTransport own = HttpTransports.streamable(0)) {
            open.serve(own);
            Map<String, ObjectNode> probes = probes(world, own.uri());
            // The first one to be held to a list waits for the image of the proxy, if this machine has none yet.
            assertThat(block.awaitListings(Duration.ofMinutes(3))).isTrue();
            assertThat(open.awaitListings(Duration.ofMinutes(1))).isTrue();
            assertThat(documented.keySet()).containsExactlyElementsOf(probes.keySet());
            Map<Column, CompletableFuture<Outcome>> calls = new LinkedHashMap<>();
            for (Column column : COLUMNS) {
                McpGateway gateway = column.egress() == Egress.OPEN ? open : block;
                calls.put(column, call(gateway, column, probes));
            }
            for (Column column : COLUMNS) {
                tried.put(column.title(), results(calls.get(column).get(2, TimeUnit.MINUTES)));
            }
            assertThat(block.status())
                    .filteredOn(status -> status.name().equals("held"))
                    .flatExtracting(ServerStatus::problems)
                    .extracting(Problem::message)
                    .anyMatch(message -> message.startsWith("egress refused: other.test:80: "));
            assertThat(world.asked()).contains("ccccthis.is.asked").doesNotContain("aaaasecret");
        }

        assertThat(cells(tried)).isEqualTo(cells(documented, tried));
        assertThat(events)
                .as("refusals are told")
                .anyMatch(event -> event.contains("egress refused") && event.contains("host=other.test"))
                .anyMatch(event -> event.contains("egress refused") && event.contains("host=" + NetworkWorld.METADATA))
                .anyMatch(event -> event.contains("egress refused")
                        && event.contains("host=metadata.test")
                        && event.contains("private or reserved"))
                .anyMatch(event -> event.contains("egress refused") && event.contains("aaaasecret"))
                .allMatch(event -> !event.contains("egress refused") || event.contains("server=held"));
        Awaitility.await("networks and proxies are gone")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    for (Column column : COLUMNS) {
                        assertThat(DockerCli.containersOf(column.server())).isEmpty();
                        assertThat(DockerCli.run(
                                        "network",
                                        "ls",
                                        "--quiet",
                                        "--filter",
                                        "label=docker-mcp-name=" + column.server()))
                                .isBlank();
                    }
                });
    }

    private McpGateway gateway(NetworkWorld world, Egress egress) throws IOException {
        Map<String, ServerGrants> grants = new LinkedHashMap<>();
        List<String> servers = new ArrayList<>();
        ObjectNode registry = MAPPER.createObjectNode();
        for (Column column : COLUMNS) {
            if (column.egress() == egress) {
                servers.add(column.server());
                grants.put(column.server(), new ServerGrants(Set.of(), false, true, Set.of()));
                registry.set(column.server(), entry(column));
            }
        }
        Path catalog = directory.resolve(egress + ".yaml");
        Files.writeString(
                catalog, MAPPER.createObjectNode().set("registry", registry).toString());
        // As if it ran in that container: servers that may reach everything join its network, and so the world of the
        // test.
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put("DOCKER_MCP_IN_CONTAINER", "1");
        environment.put("HOSTNAME", world.container());
        environment.put("MCP_GATEWAY_EGRESS_NETWORK", world.network());
        McpGateway gateway = McpGateway.builder()
                .home(Files.createDirectories(directory.resolve("home-" + egress)))
                .environment(environment)
                .catalog(Catalogs.file(catalog))
                .enable(servers.toArray(String[]::new))
                .options(GatewayOptions.builder().egress(egress).grants(grants).build())
                .events((level, message, facts) -> events.add(level + " " + message + " " + facts))
                .build();
        gateway.start();
        return gateway;
    }

    private static ObjectNode entry(Column column) throws IOException {
        ObjectNode entry =
                MAPPER.createObjectNode().put("image", Requirements.IMAGE).put("isolation", "session");
        entry.putArray("command").add("-e").add("eval(Buffer.from(process.env.PROBE, 'base64').toString())");
        String script = Base64.getEncoder()
                .encodeToString(NetworkWorld.resource("network-probe.cjs").getBytes(StandardCharsets.UTF_8));
        entry.putArray("env").addObject().put("name", "PROBE").put("value", script);
        entry.withArray("env").addObject().put("name", "TOOL").put("value", "probe_" + column.server());
        for (String host : List.of("web", "db", "other", "metadata")) {
            entry.withArray("extraHosts").add(host + ".test:" + address(host));
        }
        if (column.title().startsWith("allowHosts")) {
            HOSTS.forEach(entry.putArray("allowHosts")::add);
        }
        return entry.put("disableNetwork", column.title().equals("disableNetwork"));
    }

    private static String address(String host) {
        return switch (host) {
            case "other" -> NetworkWorld.OTHER;
            case "metadata" -> NetworkWorld.METADATA;
            default -> NetworkWorld.WEB;
        };
    }

    private static ObjectNode probe(String kind, String host, int port) {
        return MAPPER.createObjectNode().put("kind", kind).put("host", host).put("port", port);
    }

    /** What is tried, in the order of the documentation. */
    private static Map<String, ObjectNode> probes(NetworkWorld world, URI own) {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        all.put("HTTP to a host of the list, with the proxy variables", probe("http-proxy", "web.test", 80));
        all.put("HTTP to a host of the list, without proxy", probe("http-direct", "web.test", 80));
        all.put("HTTPS to a host of the list, with the proxy variables", probe("https-proxy", "web.test", 443));
        all.put("HTTPS to a host of the list, by SNI", probe("https-direct", "web.test", 443));
        all.put("raw TCP to a pinned port", probe("tcp-direct", "db.test", 5432));
        all.put(
                "raw TCP to an address of the list, with the proxy variables",
                probe("tcp-proxy", NetworkWorld.WEB, 5432));
        all.put(
                "HTTP to a name that is not on the list, with the proxy variables",
                probe("http-proxy", "other.test", 80));
        all.put(
                "HTTPS to the proxy with another SNI",
                probe("https-direct", "web.test", 443).put("servername", "other.test"));
        all.put("another port of a host of the list, with the proxy variables", probe("http-tunnel", "web.test", 8080));
        all.put("a name of the list with a private address that is not", probe("http-proxy", "metadata.test", 80));
        all.put(ASKS_THE_WORLD, probe("name-by-query", "aaaasecret.tunnel.test", 0));
        all.put(
                "a query to a name server of its own",
                probe("name-server", NetworkWorld.WEB, 53).put("name", "ccccthis.is.asked"));
        all.put("direct to an address", probe("http-direct", NetworkWorld.WEB, 80));
        all.put(
                "an address that is not on the list, with the proxy variables",
                probe("http-tunnel", NetworkWorld.OTHER, 80));
        all.put("direct to an IPv6 address", probe("http-direct", NetworkWorld.WEB_6, 80));
        all.put("an IPv6 address, with the proxy variables", probe("http-tunnel", NetworkWorld.WEB_6, 80));
        all.put("cloud metadata at 169.254.169.254, direct", probe("http-direct", NetworkWorld.METADATA, 80));
        all.put(
                "cloud metadata at 169.254.169.254, with the proxy variables",
                probe("http-tunnel", NetworkWorld.METADATA, 80));
        all.put("another container", probe("http-direct", NetworkWorld.OTHER, 80));
        all.put("a port of the host, open on all its addresses", hostPort(world.openPort()));
        all.put("a port of the host's loopback", hostPort(world.loopbackPort()));
        all.put("the gateway's own port", hostPort(own.getPort()));
        all.put(
                "the engine's socket",
                MAPPER.createObjectNode().put("kind", "path").put("path", "/var/run/docker.sock"));
        return all;
    }

    private static ObjectNode hostPort(int port) {
        ObjectNode probe = MAPPER.createObjectNode().put("kind", "host").put("port", port);
        probe.putArray("hosts").add("127.0.0.1").add(NetworkWorld.HOST);
        return probe;
    }

    private static CompletableFuture<Outcome> call(McpGateway gateway, Column column, Map<String, ObjectNode> probes) {
        ObjectNode arguments = MAPPER.createObjectNode();
        ObjectNode list = arguments.putObject("probes");
        probes.forEach((row, probe) -> {
            boolean outside = row.equals(ASKS_THE_WORLD)
                    && (column.server().equals("norule") || column.server().equals("shown"));
            if (!outside) {
                list.set(row, probe);
            }
        });
        ObjectNode params = MAPPER.createObjectNode().put("name", "probe_" + column.server());
        params.set("arguments", arguments);
        return gateway.request("tools/call", JsonText.of(params.toString())).toCompletableFuture();
    }

    private static Map<String, JsonNode> results(Outcome outcome) throws IOException {
        assertThat(outcome).as(String.valueOf(outcome)).isInstanceOf(Outcome.Result.class);
        JsonNode text = MAPPER.readTree(((Outcome.Result) outcome).result().toBytes())
                .path("content")
                .path(0)
                .path("text");
        Map<String, JsonNode> results = new LinkedHashMap<>();
        MAPPER.readTree(text.asText()).properties().forEach(field -> results.put(field.getKey(), field.getValue()));
        return results;
    }

    /** One line for each cell, with what the server says of it, so that a wrong one explains itself. */
    private static List<String> cells(Map<String, Map<String, JsonNode>> tried) {
        List<String> cells = new ArrayList<>();
        tried.forEach((column, rows) -> rows.forEach((row, result) ->
                cells.add(column + " | " + row + " | " + (result.path("reached").asBoolean() ? REACHED : REFUSED) + " ("
                        + result.path("how").asText() + ")")));
        cells.sort(null);
        return cells;
    }

    /** The same lines as documented. */
    private static List<String> cells(
            Map<String, Map<String, String>> documented, Map<String, Map<String, JsonNode>> tried) {
        List<String> cells = new ArrayList<>();
        tried.forEach((column, rows) -> rows.forEach((row, result) -> cells.add(column + " | " + row + " | "
                + documented.get(row).get(column) + " (" + result.path("how").asText() + ")")));
        cells.sort(null);
        return cells;
    }

    private static Map<String, Map<String, String>> table() throws IOException {
        Map<String, Map<String, String>> table = new LinkedHashMap<>();
        List<String> titles = List.of();
        for (String line : Files.readAllLines(Requirements.ROOT.resolve("docs/network.md"))) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() == COLUMNS.size() + 3 && cells.get(1).isEmpty()) {
                titles = cells.subList(2, cells.size() - 1);
            } else if (cells.size() == COLUMNS.size() + 3
                    && !titles.isEmpty()
                    && !cells.get(1).startsWith("-")) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < titles.size(); i++) {
                    row.put(titles.get(i), cells.get(i + 2));
                }
                table.put(cells.get(1), row);
            }
        }
        return table;
    }
}
