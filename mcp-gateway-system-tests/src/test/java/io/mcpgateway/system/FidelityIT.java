package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official TypeScript clients get through the gateway the JSON trees that they get without it. The direct run of the
 * modern client is made in its legacy mode, because the servers are legacy; what may differ is in {@link AllowedDifference}.
 */
final class FidelityIT {
    private static final Map<String, Transcript> DIRECT = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    static Stream<Arguments> clientsAndTransports() {
        return Stream.concat(
                Stream.of("v1", "v2-legacy", "v2")
                        .flatMap(client -> Stream.of("stdio", "http")
                                .map(transport -> argumentSet(client + " over " + transport, client, transport))),
                Stream.of(argumentSet("v1 over sse", "v1", "sse")));
    }

    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void everythingInAContainerIsTheSame(String client, String transport) throws IOException {
        Requirements.dockerImage();
        TestServer server = TestServer.everythingInDocker("everything");

        compare(client, transport, "everything", direct(client, "everything"), server);
    }

    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void everythingAsAProcessIsTheSame(String client, String transport) throws IOException {
        compare(
                client,
                transport,
                "everything",
                direct(client, "everything"),
                TestServer.ofPackage("everything", "stdio"));
    }

    /** Unknown members at every depth, unknown content types, number spelling, duplicate keys, pages of one. */
    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void whatNobodyModelsIsTheSame(String client, String transport) throws IOException {
        compare(client, transport, "odd", direct(client, "odd"), TestServer.ofScript("odd"));
    }

    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void aServerWithOutputSchemasIsTheSame(String client, String transport) throws IOException {
        TestServer server = new TestServer(
                "memory",
                "process",
                withMemoryFile(Files.createTempDirectory(directory, "memory").resolve("memory.jsonl")),
                "",
                "session");

        compare(client, transport, "memory", direct(client, "memory"), server);
    }

    /** The measure itself: two direct runs agree, so that a difference through the gateway is the gateway's. */
    @ParameterizedTest
    @MethodSource("legacyClients")
    void twoDirectRunsAreTheSame(String client) throws IOException {
        for (String table : List.of("everything", "odd", "memory")) {
            Transcript again = runDirect(client, table);

            TranscriptComparison comparison = TranscriptComparison.of(direct(client, table), again);

            assertThat(comparison.faults()).as(client + " on " + table).isEmpty();
        }
    }

    static Stream<String> legacyClients() {
        return Stream.of("v1", "v2-legacy");
    }

    /** The measure itself: a server that answers a little differently is noticed. */
    @Test
    void aDirectRunOfAnotherServerIsNotTheSame() throws IOException {
        String text = Files.readString(Requirements.installedPeers().resolve("servers/odd.mjs"));
        Path changed = Files.createDirectories(directory.resolve("changed"));
        Files.copy(Requirements.PEERS.resolve("servers/rpc.mjs"), changed.resolve("rpc.mjs"));
        Files.writeString(
                changed.resolve("odd.mjs"),
                text.replace("\"x-result\":\"kept\"", "\"x-result\":null").replace("\"one\":1.0", "\"one\":1"));

        Transcript other = new Driver(directory)
                .stdio(
                        "v1",
                        "odd",
                        List.of(
                                Requirements.node().toString(),
                                changed.resolve("odd.mjs").toString()),
                        Map.of());

        assertThat(TranscriptComparison.of(direct("v1", "odd"), other).faults())
                .anyMatch(fault -> fault.startsWith("tools/call plain") && fault.contains("x-result"))
                .anyMatch(fault -> fault.startsWith("tools/call numbers") && fault.contains("one"));
    }

    private void compare(String client, String transport, String table, Transcript direct, TestServer server)
            throws IOException {
        Gateway gateway = Gateway.inFrontOf(directory, server).with("--long-lived");
        Transcript relayed;
        if (transport.equals("stdio")) {
            relayed = new Driver(directory).stdio(client, table, gateway.stdioCommand(), gateway.environment());
        } else if (transport.equals("sse")) {
            try (HttpGateway http = gateway.startSse()) {
                relayed = new Driver(directory).sse(client, table, http.endpoint());
            }
        } else {
            try (HttpGateway http = gateway.startHttp()) {
                relayed = new Driver(directory).http(client, table, http.endpoint());
            }
        }

        TranscriptComparison comparison = TranscriptComparison.of(direct, relayed);

        System.err.println("FidelityIT: " + client + " over " + transport + " on " + table + ": "
                + relayed.steps().size() + " steps; allowed differences met: "
                + comparison.used().keySet());
        assertThat(relayed.isModern()).as("modern").isEqualTo(client.equals("v2"));
        assertThat(comparison.faults()).isEmpty();
    }

    private Transcript direct(String client, String table) throws IOException {
        String legacy = client.equals("v2") ? "v2-legacy" : client;
        String key = legacy + " " + table;
        Transcript known = DIRECT.get(key);
        if (known == null) {
            known = runDirect(legacy, table);
            DIRECT.put(key, known);
        }
        return known;
    }

    private Transcript runDirect(String client, String table) throws IOException {
        Path memory = Files.createTempDirectory(directory, "direct").resolve("memory.jsonl");
        List<String> command = switch (table) {
            case "everything" -> TestServer.ofPackage("everything", "stdio").command();
            case "odd" -> TestServer.ofScript("odd").command();
            default -> withMemoryFile(memory);
        };
        return new Driver(directory).stdio(client, table, command, Map.of());
    }

    private static List<String> withMemoryFile(Path file) {
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/env", "MEMORY_FILE_PATH=" + file));
        command.addAll(TestServer.ofPackage("memory").command());
        return command;
    }
}
