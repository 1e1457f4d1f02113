package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose call goes to which workload, and who waits for one. */
class IsolationTest {
    private record Held(Envelope request, Receiver to) {
        void answer() {
            ScriptedServer.reply(request, to, "{\"content\":[]}");
        }
    }

    @TempDir
    private Path home;

    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private volatile boolean holds;
    private final ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
            .on("tools/call", (request, to) -> {
                Held call = new Held(request, to);
                if (holds) {
                    held.add(call);
                } else {
                    call.answer();
                }
            });
    private final LineRuntime runtime = new LineRuntime(server);
    private McpGateway gateway;

    @AfterEach
    void end() {
        gateway.close();
    }

    private TestClient start(Consumer<GatewayOptions.Builder> changes) throws IOException {
        Path catalog = Files.writeString(home.resolve("catalog.yaml"), """
                registry:
                  plain: {type: server, image: "example/s:1", prefix: plain}
                  long: {type: server, image: "example/s:1", prefix: long, longLived: true}
                  shared: {type: server, image: "example/s:1", prefix: shared, isolation: shared}
                """);
        GatewayOptions.Builder options = GatewayOptions.builder().limits(set -> set.standbyPerServer(0));
        changes.accept(options);
        gateway = McpGateway.builder()
                .home(home)
                .catalog(Catalogs.file(catalog))
                .enableAll()
                .runtime(runtime)
                .options(options.build())
                .build();
        gateway.start();
        TestClient client = TestClient.legacy(gateway.gate());
        await().untilAsserted(
                        () -> assertThat(client.request("tools/list", "{}").at("/result/tools"))
                                .hasSize(3));
        return client;
    }

    private Held next() throws InterruptedException {
        Held call = held.poll(10, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        return call;
    }

    private static TestClient.Reply call(TestClient client, String server, int token) {
        return client.post(
                "tools/call",
                "{\"name\":\"" + server + "__t\",\"arguments\":{},\"_meta\":{\"progressToken\":" + token + "}}");
    }

    /** How many workloads three calls of one session and one of another take. */
    private int workloadsOf(String server) {
        int before = runtime.starts.get();
        try (TestClient one = TestClient.legacy(gateway.gate());
                TestClient two = TestClient.legacy(gateway.gate())) {
            for (TestClient client : new TestClient[] {one, one, two, one}) {
                assertThat(call(client, server, 1).json().has("result")).isTrue();
            }
        }
        return runtime.starts.get() - before;
    }

    @Test
    void entriesSayHowLongWorkloadsLive() throws IOException {
        start(options -> {});
        assertThat(workloadsOf("plain")).isEqualTo(4);
        assertThat(workloadsOf("long")).isEqualTo(2);
        assertThat(workloadsOf("shared")).as("the one that was listed").isZero();
    }

    @Test
    void theOptionIsForEntriesThatSayNothingAndANameIsForThatServer() throws IOException {
        start(options -> options.isolation(Isolation.SHARED).isolations(Map.of("shared", Isolation.CALL)));
        assertThat(workloadsOf("plain")).isZero();
        assertThat(workloadsOf("long")).isEqualTo(2);
        assertThat(workloadsOf("shared")).isEqualTo(4);
    }

    @Test
    void anIsolationForAServerThatIsNotThereIsTold() throws IOException {
        StringBuilder told = new StringBuilder();
        gateway = McpGateway.builder()
                .home(home)
                .options(GatewayOptions.builder()
                        .isolations(Map.of("missing", Isolation.CALL))
                        .build())
                .events((level, message, facts) -> told.append(message).append(facts))
                .build();
        gateway.start();
        assertThat(told).contains("missing").contains("no server of this name is enabled");
    }

    @Test
    void aCallThatWaitsForAWorkloadHearsSoAndOneThatIsCancelledStartsNone() throws Exception {
        holds = true;
        TestClient client = start(options -> options.limits(set -> set.callWorkloads(1)));
        TestClient.Reply first = call(client, "plain", 1);
        Held running = next();
        TestClient.Reply second = call(client, "plain", 2);
        TestClient.Reply third = call(client, "plain", 3);
        TestClient.Reply fourth = call(client, "plain", 4);
        assertThat(first.before).isEmpty();
        assertThat(second.before).singleElement().satisfies(note -> assertNote(note, 2, -1, 0));
        assertThat(fourth.before).singleElement().satisfies(note -> assertNote(note, 4, -3, 2));
        int starts = runtime.starts.get();
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                + (lastId(client) - 1) + "}}");
        assertThat(third.cancelled).succeedsWithin(Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(second.before).hasSizeGreaterThan(1);
            assertThat(progress(second.before.get(1))).isBetween(-0.9991, -0.998);
        });
        running.answer();
        next().answer();
        next().answer();
        assertThat(first.json().has("result")).isTrue();
        assertThat(second.json().has("result")).isTrue();
        assertThat(fourth.json().has("result")).isTrue();
        assertThat(runtime.starts).hasValue(starts + 2);
        assertThat(held).isEmpty();
    }

    private static int lastId(TestClient client) {
        return client.request("ping", "{}").path("id").asInt() - 1;
    }

    private static double progress(String note) {
        return TestClient.parse(note).at("/params/progress").asDouble();
    }

    private static void assertNote(String text, int token, double progress, int before) {
        JsonNode note = TestClient.parse(text);
        assertThat(note.path("method").asText()).isEqualTo("notifications/progress");
        assertThat(note.at("/params/progressToken").asInt()).isEqualTo(token);
        assertThat(note.at("/params/progress").asDouble()).isEqualTo(progress);
        assertThat(note.at("/params/message").asText()).isEqualTo("waiting for a workload, " + before + " before it");
    }

    @Test
    void callsInFlightFinishWhenTheGatewayEndsAndNewOnesAreRefused() throws Exception {
        holds = true;
        TestClient client = start(options -> options.limits(set -> set.drain(Duration.ofMinutes(1))));
        TestClient.Reply inFlight = call(client, "plain", 1);
        Held running = next();
        Thread closer = new Thread(gateway::close);
        closer.start();
        await().untilAsserted(() -> assertThat(
                        client.request("ping", "{}").at("/error/code").asInt())
                .isEqualTo(ErrorCode.SERVER_UNAVAILABLE.jsonRpcCode()));
        assertThat(inFlight.response).isNotDone();
        running.answer();
        assertThat(inFlight.json().has("result")).isTrue();
        closer.join(20_000);
        assertThat(closer.isAlive()).isFalse();
    }

    @Test
    void aCallThatNeverEndsDoesNotHoldBackTheEnd() throws Exception {
        holds = true;
        TestClient client = start(options -> options.limits(set -> set.drain(Duration.ofMillis(200))));
        TestClient.Reply inFlight = call(client, "plain", 1);
        next();
        gateway.close();
        assertThat(client.ended).succeedsWithin(Duration.ofSeconds(10));
        assertThat(inFlight.response.isDone() || inFlight.cancelled.isDone()).isTrue();
    }

    @Test
    void aCallThatWaitsForAWorkloadAndWhoseClientIsGoneDoesNotHoldBackTheEnd() throws Exception {
        holds = true;
        TestClient client =
                start(options -> options.limits(set -> set.callWorkloads(1).drain(Duration.ofMinutes(10))));
        call(client, "plain", 1);
        next();
        call(client, "plain", 2);
        client.close();
        Thread closer = new Thread(gateway::close);
        closer.start();
        closer.join(20_000);
        assertThat(closer.isAlive()).isFalse();
    }
}
