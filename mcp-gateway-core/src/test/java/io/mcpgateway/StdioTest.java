package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.transport.StdioTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway on two real pipes of the operating system. */
class StdioTest {
    private static final int LIMIT = 64 << 10;

    @TempDir
    Path home;

    private final List<Runnable> answers = new CopyOnWriteArrayList<>();
    private final ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
            .on("tools/call", (request, to) -> answers.add(() -> ScriptedServer.reply(request, to, "{\"ok\":1}")));
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();

    private McpGateway gateway;
    private Pipe input;
    private Pipe output;
    private OutputStream toGateway;
    private StdioTransport transport;

    @BeforeEach
    void open() throws IOException {
        input = Pipe.open();
        output = Pipe.open();
        toGateway = Channels.newOutputStream(input.sink());
        gateway = McpGateway.builder().home(home).server("s", server).build();
        gateway.start();
        transport = new StdioTransport(
                Channels.newInputStream(input.source()), Channels.newOutputStream(output.sink()), LIMIT);
        gateway.serve(transport);
    }

    @AfterEach
    void close() throws IOException {
        toGateway.close();
        output.source().close();
        gateway.close();
    }

    private void read() {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(output.source()), StandardCharsets.UTF_8))) {
                String line;
                while ((line = lines.readLine()) != null) {
                    received.add(TestClient.parse(line));
                }
            } catch (IOException e) {
                // The test has closed the pipe.
                Thread.currentThread().interrupt();
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private void send(String... lines) throws IOException {
        toGateway.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void initialize() throws IOException {
        initialize("2025-11-25");
    }

    private void initialize(String revision) throws IOException {
        send(
                "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":" + "\""
                        + revision + "\",\"capabilities\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        await().until(() -> received.size() == 1);
    }

    private static String call(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
    }

    @Test
    void callsInFlightAtTheEndOfInputAreStillAnswered() throws IOException {
        read();
        initialize();
        send(call(1), call(2));
        await().until(() -> answers.size() == 2);
        toGateway.close();
        answers.get(1).run();
        await().until(() -> received.size() == 2);
        assertThat(transport.ended().toCompletableFuture()).isNotDone();
        answers.get(0).run();
        assertThat(transport.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        await().until(() -> received.size() == 3);
        assertThat(received.get(2).get("id").asInt()).isEqualTo(1);
    }

    @Test
    void aBatchIsOneLineOutAndCountsAsOneAnswerAtTheEndOfInput() throws IOException {
        read();
        initialize("2025-03-26");
        send("[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]");
        send("[" + call(1) + "," + call(2) + "]");
        await().until(() -> answers.size() == 2);
        toGateway.close();
        answers.get(0).run();
        assertThat(transport.ended().toCompletableFuture()).isNotDone();
        answers.get(1).run();
        assertThat(transport.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        await().until(() -> received.size() == 2);
        assertThat(received.get(1).findValuesAsText("id")).containsExactly("1", "2");
    }

    @Test
    void aSubscriptionDoesNotHoldTheEndUp() throws IOException {
        read();
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{},"
                + TestClient.MODERN_META + "}}");
        await().until(() -> received.size() == 1);
        toGateway.close();
        assertThat(transport.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        await().until(() -> received.size() == 2);
        assertThat(received.get(1).at("/result/resultType").asText()).isEqualTo("complete");
    }

    @Test
    void anOversizedRequestIsAnsweredUnderItsIdAndTheSessionLivesOn() throws IOException {
        read();
        initialize();
        send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + "x".repeat(LIMIT)
                + "\"}}");
        await().until(() -> received.size() == 2);
        assertThat(received.get(1).get("id").asInt()).isEqualTo(7);
        assertThat(received.get(1).at("/error/code").asInt()).isEqualTo(1429);
        assertThat(received.get(1).at("/error/message").asText()).contains("65536");
        send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}");
        await().until(() -> received.size() == 3);
        assertThat(received.get(2).has("result")).isTrue();
    }

    @Test
    void junkIsAnsweredAndTheSessionLivesOn() throws IOException {
        read();
        initialize();
        send("", "   ", "{", "[]", "\"text\"", "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}\r");
        await().until(() -> received.size() == 5);
        assertThat(received.subList(1, 4))
                .allSatisfy(error -> assertThat(error.has("error")).isTrue());
        assertThat(received.get(4).has("result")).isTrue();
    }

    @Test
    void aClientThatVanishesEndsTheTransportAndCancelsItsCalls() throws IOException {
        read();
        initialize();
        send(call(1));
        await().until(() -> answers.size() == 1);
        output.source().close();
        // A pipe whose reader still waits in the system takes a few more bytes before it breaks.
        await().untilAsserted(() -> {
            send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}");
            assertThat(transport.ended().toCompletableFuture()).isDone();
        });
        assertThat(server.received).last().asString().contains("notifications/cancelled");
    }

    @Test
    void aThousandRequestsAtOnceAreEachAnsweredOnce() throws IOException {
        read();
        initialize();
        for (int i = 1; i <= 1000; i++) {
            send(call(i));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> answers.size() == 1000);
        answers.parallelStream().forEach(Runnable::run);
        await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= 1001);
        assertThat(received.subList(1, 1001).stream()
                        .map(answer -> answer.get("id").asInt()))
                .doesNotHaveDuplicates()
                .hasSize(1000);
        send("{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"ping\"}");
        await().until(() -> received.size() == 1002);
    }

    @Test
    void aClientThatDoesNotReadIsLetGoAndHoldsUpNobodyElse() throws IOException {
        try (TestClient other = TestClient.legacy(gateway.gate())) {
            for (int i = 0; i < 1500; i++) {
                send("{\"jsonrpc\":\"2.0\",\"id\":\"" + i + "y".repeat(600) + "\",\"method\":\"ping\"}");
            }
            assertThat(other.request("ping", "{}").has("result")).isTrue();
            assertThat(transport.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(other.request("ping", "{}").has("result")).isTrue();
        }
    }
}
