package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of {@code gateway run --profile} while the profile changes. */
class ProfileRunTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Pipe input;
    private OutputStream client;
    private CompletableFuture<Integer> ended;
    private int id;

    @BeforeEach
    void setUp() throws IOException {
        ok("profile", "create", "--name", "dev", "--server", "catalog://starter/time");
        input = Pipe.open();
        Pipe output = Pipe.open();
        client = Channels.newOutputStream(input.sink());
        Console console = new Console(
                Channels.newInputStream(input.source()),
                Channels.newOutputStream(output.sink()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("MCP_GATEWAY_HOME", home.toString(), "HOME", home.toString()),
                Terminal.NONE);
        Thread reader = new Thread(() -> new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(output.source()), StandardCharsets.UTF_8))
                .lines()
                .forEach(lines::add));
        reader.setDaemon(true);
        reader.start();
        ended = CompletableFuture.supplyAsync(
                () -> new CommandTree(new Session(console)).execute("gateway", "run", "--profile", "dev"));
        send("""
                {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25",\
                "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                """);
    }

    @AfterEach
    void leave() throws Exception {
        client.close();
        assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    private void ok(String... words) {
        Cli.Result result = new Cli(home).environment("HOME", home.toString()).run(words);
        assertThat(result.status()).as(result.err()).isZero();
    }

    private void send(String text) throws IOException {
        client.write(text.getBytes(StandardCharsets.UTF_8));
        client.flush();
    }

    private String tools() {
        String asked = "\"list-" + id++ + "\"";
        try {
            send("{\"jsonrpc\":\"2.0\",\"id\":" + asked + ",\"method\":\"tools/list\"}\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        await().atMost(PATIENCE).until(() -> lines.stream().anyMatch(line -> line.contains(asked)));
        return lines.stream().filter(line -> line.contains(asked)).findFirst().orElseThrow();
    }

    @Test
    void changesOfTheProfileAreTakenUpWhileItRuns() throws IOException {
        assertThat(tools()).contains("get_current_time").doesNotContain("create_entities");

        ok("profile", "server", "add", "dev", "catalog://starter/memory");
        await().atMost(PATIENCE)
                .until(() -> lines.stream().anyMatch(line -> line.contains("notifications/tools/list_changed")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tools()).contains("create_entities"));

        ok("profile", "tools", "dev", "--disable-all", "memory", "--disable-all", "time");
        ok("profile", "tools", "dev", "--enable", "time.convert_time");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(tools())
                        .contains("convert_time")
                        .doesNotContain("create_entities", "get_current_time"));

        Path file = home.resolve("profiles/dev.yaml");
        String good = Files.readString(file);
        Files.writeString(file, "version: 9\n");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(err.toString(StandardCharsets.UTF_8)).contains("the former one stays"));
        assertThat(tools()).contains("convert_time");

        Files.writeString(file, good);
        ok("profile", "server", "remove", "dev", "time");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tools()).contains("\"tools\":[]"));
        assertThat(lines).allSatisfy(line -> assertThat(line).startsWith("{\"jsonrpc\":\"2.0\""));
    }
}
