package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.session.Gate;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever a server of either era writes while a client of either era waits for it: the client gets one answer, everything
 * that it hears is a message, and what it leaves behind stands in nobody's way. In an input {@code #0} stands for the id of
 * the request in flight, {@code #1} for its progress token. The inputs that were found are replayed by every test run.
 */
class ServerFuzzTest {
    private static final String ALL = "{\"roots\":{},\"sampling\":{},\"elicitation\":{\"form\":{},\"url\":{}}}";

    private static final String ELICIT =
            "{\"jsonrpc\":\"2.0\",\"id\":\"probe\",\"method\":\"elicitation/create\",\"params\":{"
                    + "\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}";

    private static final EchoServer LEGACY = new EchoServer(Era.LEGACY);
    private static final EchoServer MODERN = new EchoServer(Era.MODERN);
    /** One session alone calls it, so that its questions are that session's. */
    private static final EchoServer PROBED = new EchoServer(Era.LEGACY);

    private static McpGateway gateway;
    private static TestClient prober;
    private static int runs;
    private static Path home;

    @BeforeAll
    static void start() throws IOException {
        home = Files.createTempDirectory("fuzz");
        gateway = McpGateway.builder()
                .home(home)
                .options(TestLimits.with(set -> set.parkedCalls(4)))
                .server("l", LEGACY)
                .server("m", MODERN)
                .server("p", PROBED)
                .build();
        gateway.start();
        PROBED.before = (request, to) -> {
            to.receive(JsonText.of(ELICIT));
            return false;
        };
        prober = new TestClient(gateway.gate());
        MODERN.answer = LEGACY.answer = "\"error\":{\"code\":-1,\"message\":\"end\"}";
        for (String capabilities : List.of("{}", ALL)) {
            try (TestClient client = TestClient.legacy(gateway.gate(), capabilities)) {
                client.request("tools/list", "{}"); // from now on nothing waits for a listing
            }
        }
    }

    @AfterAll
    static void end() throws IOException {
        prober.close();
        gateway.close();
        try (var files = Files.walk(home)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    @FuzzTest(maxDuration = "10m")
    void serverLines(byte[] input) throws MalformedMessageException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        LEGACY.before = MODERN.before = (request, to) -> write(text, request, to);
        for (Era era : Era.values()) {
            try (TestClient client =
                    era == Era.LEGACY ? TestClient.legacy(gateway.gate(), ALL) : new TestClient(gateway.gate())) {
                for (String tool : List.of("t", "m__t")) {
                    TestClient.Reply reply = call(client, era, tool);
                    if (isAnswered(client, reply)) {
                        Envelope answer = Envelope.scan(JsonText.of(reply.text()));
                        assertThat(answer.kind()).isIn(Envelope.Kind.RESULT, Envelope.Kind.ERROR);
                    }
                }
                for (String message : client.unsolicited) {
                    Envelope.scan(JsonText.of(message));
                }
            }
        }
        assertThat(((Gate) gateway.gate()).sessions()).isZero();
        assertThat(parked()).isZero();
        if (runs++ % 10 == 0) {
            probe(); // takes a breath, which is long for a fuzzer
        }
    }

    private static int parked() {
        return ((GatewayEngine) gateway).parkedCalls();
    }

    /** The server may use the id of its question again and again, and a call that is cancelled gives its place back. */
    private static void probe() {
        JsonNode result = call(prober, Era.MODERN, "p__t").json().get("result");
        assertThat(result).isNotNull();
        assertThat(result.get("resultType").asText()).isEqualTo("input_required");
        assertThat(parked()).isOne();
        do {
            result = retried(result.get("requestState"));
        } while (result != null);
        assertThat(parked()).isZero();
    }

    /** Retries without an answer and cancels that; the result if it was faster, when nothing was cancelled, else null. */
    private static @Nullable JsonNode retried(JsonNode state) {
        TestClient.Reply retry = prober.send(
                "{\"jsonrpc\":\"2.0\",\"id\":\"retry\",\"method\":\"tools/call\",\"params\":{\"name\":\"p__t\","
                        + "\"requestState\":" + state + "," + TestClient.metaOf(ALL) + "}}");
        prober.send(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"retry\"}}");
        await().until(() -> retry.cancelled.isDone() || retry.response.isDone());
        return retry.cancelled.isDone() ? null : retry.json().get("result");
    }

    private static TestClient.Reply call(TestClient client, Era era, String tool) {
        String meta = era == Era.MODERN ? TestClient.metaOf(ALL) : "\"_meta\":{}";
        return client.post(
                "tools/call",
                "{\"name\":\"" + tool + "\","
                        + meta.replaceFirst("\\{", "{\"progressToken\":\"p\",").replace(",}", "}") + "}");
    }

    /** Answers what the client is asked meanwhile; false if that does not end, when the client goes. */
    private static boolean isAnswered(TestClient client, TestClient.Reply reply) throws MalformedMessageException {
        long end = System.nanoTime() + 5_000_000_000L;
        int heard = 0;
        int asked = 0;
        while (!reply.response.isDone() || heard < reply.before.size()) {
            if (heard < reply.before.size()) {
                Envelope message = Envelope.scan(JsonText.of(reply.before.get(heard++)));
                if (message.kind() == Envelope.Kind.REQUEST) {
                    if (++asked > 8) {
                        return false;
                    }
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":{\"action\":\"cancel\"}}");
                }
            } else {
                assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
                Thread.onSpinWait();
            }
        }
        return true;
    }

    private static boolean write(String text, Envelope request, Receiver to) {
        JsonText token = request.metaValue(Envelope.META_PROGRESS_TOKEN);
        String mine = text.replace("#0", String.valueOf(request.id())).replace("#1", String.valueOf(token));
        for (String line : mine.split("\n", 100)) {
            to.receive(JsonText.of(line.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return true;
    }
}
