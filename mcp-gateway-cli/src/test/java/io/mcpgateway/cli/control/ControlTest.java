package io.mcpgateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.model.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running gateways, and the commands that ask them, over real sockets. */
class ControlTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    private Path home() {
        return directory.resolve("home");
    }

    /** A gateway with these servers of the starter catalog that answers in this home. */
    private ControlServer start(Path home, String... servers) {
        McpGateway gateway = McpGateway.builder()
                .home(home)
                .catalog(Catalogs.starter())
                .enable(servers)
                .build();
        gateway.start();
        ControlServer control = ControlServer.start(
                home,
                new ControlledGateway(gateway, "stdio", System.nanoTime()),
                (level, message, facts) -> warnings.add(level + message + facts));
        open.add(0, gateway);
        open.add(0, control);
        await().untilAsserted(() ->
                assertThat(run(home, "ps", "--gateway", control.id()).status()).isZero());
        return control;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static Result run(Path home, String... args) {
        return new Cli(home).run(args);
    }

    private Result run(String... args) {
        return run(home(), args);
    }

    private List<Path> sockets() throws IOException {
        if (!Files.exists(home().resolve("run"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home().resolve("run"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void withoutAGatewayEachCommandSaysSoAndEndsWithOne() {
        for (String[] each : new String[][] {{"ps"}, {"stats"}, {"logs", "x"}, {"stop", "x"}, {"restart", "x"}}) {
            Result result = run(each);
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("No gateway runs in " + home()).hasLineCount(1);
        }
        assertThat(home()).doesNotExist();
    }

    @Test
    void onlyTheOwnerReachesTheSocketAndItGoesWithTheGateway() throws IOException {
        ControlServer control = start(home(), "time");
        assertThat(sockets()).singleElement().satisfies(socket -> {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
        });
        control.close();
        control.close();
        assertThat(home().resolve("run")).doesNotExist();
        assertThat(run("ps").status()).isEqualTo(1);
    }

    @Test
    void aPathThatIsTooLongForASocketWillDo() throws IOException {
        Path deep = Files.createDirectories(home().resolve("d".repeat(60)).resolve("e".repeat(60)));
        ControlServer control = start(deep, "time");
        assertThat(run(deep, "stats").out()).contains("time");
        control.close();
        assertThat(deep.resolve("run")).doesNotExist();
    }

    @Test
    void everySingleGatewayIsListedAndOneCanBeChosen() throws IOException {
        String first = start(home(), "time").id();
        String second = start(home(), "time", "memory").id();
        Result all = run("ps", "--format", "json");
        assertThat(ids(all)).containsExactlyInAnyOrder(first, second);
        assertThat(ids(run("stats", "--json", "--gateway", second))).containsExactly(second);

        Result ambiguous = run("stop", "time");
        assertThat(ambiguous.status()).isEqualTo(2);
        assertThat(ambiguous.err()).contains("--gateway").contains(first).contains(second);
        assertThat(run("stop", "memory").status()).isZero(); // only one has it
        assertThat(run("stop", "time", "--gateway", first).status()).isZero();

        Result unknown = run("ps", "--gateway", "nobody");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains(first).contains(second);
        assertThat(run("__complete", "stats", "--gateway", "").out())
                .contains(first)
                .contains(second);
        assertThat(run("__complete", "logs", "t").out()).startsWith("time\n");
    }

    private static List<String> ids(Result result) throws IOException {
        assertThat(result.status()).as(result.err()).isZero();
        List<String> ids = new ArrayList<>();
        JSON.readTree(result.out())
                .forEach(gateway -> ids.add(gateway.path("id").asText()));
        return ids;
    }

    @Test
    void stopAndRestartDoWhatTheySay() throws IOException {
        start(home(), "time");
        McpGateway gateway = (McpGateway) open.get(1);
        JsonText call = JsonText.of("{\"name\":\"get_current_time\",\"arguments\":{}}");
        assertThat(gateway.request("tools/call", call)
                        .toCompletableFuture()
                        .join()
                        .toString())
                .contains("datetime");
        Result stop = run("stop", "time");
        assertThat(stop.out()).isEqualTo("Server 'time' is stopped until 'restart'; 1 workload is ended\n");
        assertThat(gateway.request("tools/call", call)
                        .toCompletableFuture()
                        .join()
                        .toString())
                .contains("stopped by the operator");
        assertThat(run("ps").out()).containsPattern("time +- +- +- +stopped");
        assertThat(run("stats").out()).contains("time (stopped)");
        assertThat(JSON.readTree(run("restart", "time", "--json").out()))
                .isEqualTo(JSON.readTree("[{\"server\":\"time\",\"ended\":0}]"));
        assertThat(gateway.request("tools/call", call)
                        .toCompletableFuture()
                        .join()
                        .toString())
                .contains("datetime");
        JsonNode figures = JSON.readTree(run("stats", "--json").out()).at("/0/servers/0");
        assertThat(figures.path("calls").asInt()).isEqualTo(3);
        assertThat(figures.path("errors").asInt()).isEqualTo(1);
        assertThat(figures.path("stopped").asBoolean()).isFalse();
    }

    @Test
    void aServerThatIsNotEnabledIsNotFoundAndNothingIsDone() {
        start(home(), "time");
        Result result = run("stop", "time", "tiem");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("'tiem'").contains("did you mean 'time'?");
        assertThat(run("ps").out()).doesNotContain("stopped");
        assertThat(run("logs", "time", "--tail", "some").status()).isEqualTo(2);
    }

    @Test
    void theSocketOfADeadGatewayIsRemovedAndThatOfAnotherMachineIsNot() throws IOException {
        SocketPlace place = SocketPlace.of(home());
        Path dead = place.newSocket("00dead").path();
        Path foreign = home().resolve("run/00beef-11111111-22222222.sock");
        Path rebooted = home().resolve("run/00b007-" + place.machine().machine() + "-33333333.sock");
        Files.createDirectories(dead.getParent());
        for (Path each : List.of(dead, foreign, rebooted)) {
            try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.bind(UnixDomainSocketAddress.of(each));
            }
        }
        Path stranger = Files.writeString(home().resolve("run/notes.txt"), "x");
        assertThat(run("ps").status()).isEqualTo(1);
        assertThat(sockets()).contains(foreign, stranger).doesNotContain(dead);
        if (!place.machine().machine().equals("00000000")) {
            assertThat(sockets()).doesNotContain(rebooted);
        }
        start(home(), "time");
        assertThat(sockets()).hasSize(sockets().contains(rebooted) ? 4 : 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{}",
                "{\"control\":2,\"ask\":\"gateway\"}",
                "{\"control\":\"1\",\"ask\":\"gateway\"}",
                "{\"control\":1,\"control\":1,\"ask\":\"gateway\"}",
                "{\"control\":1,\"ask\":\"gateway\"} {}",
                "{\"control\":1,\"ask\":\"shutdown\"}",
                "{\"control\":1,\"ask\":7}",
                "{\"control\":1,\"ask\":\"stop\"}",
                "{\"control\":1,\"ask\":\"stop\",\"server\":7}",
                "{\"control\":1,\"ask\":\"workloads\",\"server\":\"time\"}",
                "{\"control\":1,\"ask\":\"log\",\"server\":\"time\",\"tail\":-1}",
                "{\"control\":1,\"ask\":\"log\",\"server\":\"time\",\"tail\":1e99}",
                "{\"control\":1,\"ask\":\"log\",\"server\":\"time\",\"tail\":99999999999999}",
                "{\"control\":1,\"ask\":\"log\",\"server\":\"time\",\"follow\":\"yes\"}",
                "\u0000\u0001",
                "GET / HTTP/1.1",
            })
    void whatIsNoRequestIsRefusedWithOneLine(String request) throws IOException {
        start(home(), "time");
        String answer = ask((request + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(answer).hasLineCount(1);
        assertThat(JSON.readTree(answer).at("/error/code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(run("ps").status()).isZero();
    }

    @Test
    void bytesThatMakeNoSenseHarmNobody() throws IOException {
        start(home(), "time");
        assertThat(ask("x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8))).contains("longer than 4096 bytes");
        assertThat(ask(new byte[] {(byte) 0xc3, 0x28, '\n'})).contains("INVALID_REQUEST");
        assertThat(ask(("{\"a\":" + "[".repeat(3_000) + "\n").getBytes(StandardCharsets.UTF_8)))
                .contains("INVALID_REQUEST");
        long seed = Long.getLong("mcp.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(200) + 1];
            random.nextBytes(bytes);
            bytes[bytes.length - 1] = '\n';
            assertThat(ask(bytes)).as("seed " + seed).startsWith("{\"error\":").hasLineCount(1);
        }
        assertThat(run("ps").status()).isZero();
        assertThat(warnings).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
    }

    /** What comes back when these bytes are sent and no more. */
    private String ask(byte[] bytes) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(sockets().get(0)))) {
            try {
                channel.write(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                // It was refused before all of it had been read; the refusal is there all the same.
                assertThat(bytes.length).isGreaterThan(4096);
            }
            return read(channel);
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = Channels.newInputStream(channel);
            in.transferTo(all);
        } catch (IOException e) {
            assertThat(all.size()).as("an answer before the end").isPositive();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverHoldsConnectionsOpenKeepsNobodyOutForLong() throws IOException {
        start(home(), "time");
        List<SocketChannel> held = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                held.add(SocketChannel.open(UnixDomainSocketAddress.of(sockets().get(0))));
            }
            await().untilAsserted(() -> assertThat(run("ps").err()).contains("answers 16 others already"));
            held.remove(0).close();
            await().untilAsserted(() -> assertThat(run("ps").status()).isZero());
        } finally {
            for (SocketChannel each : held) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\n",
                "{}\n",
                "[]\n",
                "{\"item\":{}}\n",
                "{\"end\":true}\n",
                "{\"error\":{\"message\":\"\u001b[2Jno\"}}\n",
                "{\"control\":1,\"gateway\":{\"id\":7,\"servers\":[{}]}}\n",
                "",
            })
    void aGatewayThatTalksNonsenseIsLeftOutAndTheOthersAreShown(String answer) throws Exception {
        start(home(), "time");
        SocketPlace.Found socket = SocketPlace.of(home()).newSocket("0bad00");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket.path()));
            Thread talker = new Thread(() -> talk(channel, answer));
            talker.start();
            Result result = run("ps");
            assertThat(result.status()).isZero();
            assertThat(result.out()).contains("Gateway ");
            assertThat(result.err()).contains("Gateway 0bad00 is left out").doesNotContain("\u001b");
            talker.join();
        }
    }

    private static void talk(ServerSocketChannel channel, String answer) {
        try (SocketChannel peer = channel.accept()) {
            peer.read(ByteBuffer.allocate(4096));
            peer.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsAWarningAndNoMore() throws IOException {
        Files.createDirectories(home());
        Files.writeString(home().resolve("run"), "a file");
        McpGateway gateway = McpGateway.builder().home(home()).build();
        open.add(gateway);
        try (ControlServer control = ControlServer.start(
                home(),
                new ControlledGateway(gateway, "stdio", 0),
                (level, message, facts) -> warnings.add(level + message + facts))) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(warnings)
                            .anyMatch(line -> line.startsWith("WARN") && line.contains("mcp-gateway ps")));
            assertThat(control.id()).hasSize(6);
        }
        assertThat(Files.readString(home().resolve("run"))).isEqualTo("a file");
    }
}
