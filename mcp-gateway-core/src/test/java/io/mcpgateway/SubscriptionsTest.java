package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.registry.InMemoryRegistry;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions to resources, from the client to the server's workloads and back. */
class SubscriptionsTest {
    private static final String HELLO = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"resources\":"
            + "{\"subscribe\":true}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";

    @TempDir
    Path home;

    private final InMemoryRegistry registry =
            new InMemoryRegistry(new RegistrySnapshot(List.of("s"), Map.of(), Map.of()));
    private final AtomicInteger exchanges = new AtomicInteger();
    private final List<Runnable> held = new CopyOnWriteArrayList<>();
    private final ScriptedServer server = new ScriptedServer("{\"resources\":{\"subscribe\":true}}")
            .result("resources/list", list(100))
            .result("resources/subscribe", "{}")
            .result("resources/unsubscribe", "{}");
    private McpGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String list(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"uri\":\"" + uri(i) + "\",\"name\":\"r" + i + "\"}")
                .collect(Collectors.joining(",", "{\"resources\":[", "]}"));
    }

    private static String uri(int which) {
        return "x:" + which;
    }

    private void start(Isolation isolation) {
        start(isolation, Limits.DEFAULT);
    }

    private void start(Isolation isolation, Limits limits) {
        ScriptedServerProvider.serve(server);
        ServerEntry entry = ServerEntry.builder("s", ServerType.JVM)
                .provider("scripted")
                .isolation(isolation)
                .build();
        gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()))
                .registry(registry)
                .options(GatewayOptions.builder().watch(true).limits(limits).build())
                .interceptor((exchange, next) ->
                        next.handle(exchange).whenComplete((outcome, failure) -> exchanges.incrementAndGet()))
                .build();
        gateway.start();
    }

    /** Answers such requests when {@link #held} is run, and not before. */
    private void hold(String method, String result) {
        server.on(method, (request, to) -> held.add(() -> ScriptedServer.reply(request, to, result)));
    }

    private static TestClient.Reply listen(TestClient client, int from, int to) {
        String uris =
                IntStream.range(from, to).mapToObj(i -> "\"" + uri(i) + "\"").collect(Collectors.joining(","));
        return client.post(
                "subscriptions/listen",
                "{\"notifications\":{\"resourceSubscriptions\":[" + uris + "]}," + TestClient.MODERN_META + "}");
    }

    private static int agreed(TestClient.Reply listen) {
        await().untilAsserted(() -> assertThat(listen.before).isNotEmpty());
        return TestClient.parse(listen.before.get(0))
                .at("/params/notifications/resourceSubscriptions")
                .size();
    }

    private static void cancel(TestClient client, int id) {
        client.send(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}}");
    }

    private static JsonNode subscribe(TestClient client, int which) {
        return client.request("resources/subscribe", "{\"uri\":\"" + uri(which) + "\"}");
    }

    private long received(String method) {
        return server.received.stream()
                .filter(message -> message.contains("\"" + method + "\""))
                .count();
    }

    private void update(int which) {
        server.receivers.forEach(to -> to.receive(
                JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
                        + uri(which) + "\"}}")));
    }

    @Test
    void theResourcesOfOneSubscriptionShareOneWorkload() throws Exception {
        start(Isolation.CALL);
        gateway.awaitListings(Duration.ofSeconds(20));
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply first = listen(client, 0, 50);
            assertThat(agreed(first)).isEqualTo(50);
            assertThat(server.receivers).hasSize(1);
            TestClient.Reply second = listen(client, 40, 60);
            assertThat(agreed(second)).isEqualTo(20);
            assertThat(server.receivers).hasSize(2);
            assertThat(received("resources/subscribe")).isEqualTo(70);
            update(45);
            await().untilAsserted(() -> assertThat(List.of(first, second))
                    .allSatisfy(
                            reply -> assertThat(reply.before).last().asString().contains("x:45")));
            cancel(client, 1);
            assertThat(server.receivers).hasSize(1);
        }
        assertThat(server.receivers).isEmpty();
    }

    @Test
    void aLegacySessionsResourcesShareOneWorkloadUntilTheLastIsUnsubscribed() throws Exception {
        start(Isolation.CALL);
        gateway.awaitListings(Duration.ofSeconds(20));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            for (int i = 0; i < 10; i++) {
                assertThat(subscribe(client, i).has("result")).isTrue();
            }
            assertThat(server.receivers).hasSize(1);
            for (int i = 0; i < 9; i++) {
                client.request("resources/unsubscribe", "{\"uri\":\"" + uri(i) + "\"}");
            }
            assertThat(server.receivers).hasSize(1);
            client.request("resources/unsubscribe", "{\"uri\":\"" + uri(9) + "\"}");
            assertThat(server.receivers).isEmpty();
            assertThat(subscribe(client, 1).has("result")).isTrue();
            assertThat(server.receivers).hasSize(1);
        }
    }

    @Test
    void placesAreCountedPerSessionAndBeforeTheServerIsKnown() {
        hold("resources/list", list(100));
        start(Isolation.SHARED, Limits.DEFAULT.with(set -> set.pendingPerSession(5)));
        try (TestClient client = new TestClient(gateway.gate());
                TestClient other = new TestClient(gateway.gate())) {
            TestClient.Reply first = listen(client, 0, 3);
            TestClient.Reply second = listen(client, 3, 9);
            TestClient.Reply others = listen(other, 0, 3);
            await().until(() -> held.size() == 1);
            held.get(0).run();
            assertThat(agreed(first) + agreed(second)).isEqualTo(5);
            assertThat(agreed(others)).isEqualTo(3);
            cancel(client, 2);
            assertThat(agreed(listen(client, 10, 20))).isEqualTo(2);
        }
    }

    @Test
    void aSubscriptionThatIsCancelledBeforeItsServerIsKnownStartsNothing() {
        hold("resources/list", list(100));
        start(Isolation.CALL);
        TestClient leaving = TestClient.legacy(gateway.gate());
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply listen = listen(client, 0, 10);
            leaving.post("resources/subscribe", "{\"uri\":\"x:1\"}");
            cancel(client, 1);
            leaving.close();
            await().until(() -> held.size() == 1);
            held.get(0).run();
            await().untilAsserted(() -> assertThat(exchanges).hasValue(11));
            assertThat(received("resources/subscribe")).isZero();
            assertThat(server.receivers).isEmpty();
            assertThat(listen.before).isEmpty();
        }
    }

    @Test
    void aSubscriptionThatIsCancelledBeforeTheServerAgreesIsTakenBack() throws Exception {
        hold("resources/subscribe", "{}");
        start(Isolation.CALL);
        gateway.awaitListings(Duration.ofSeconds(20));
        TestClient leaving = TestClient.legacy(gateway.gate());
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply listen = listen(client, 0, 10);
            leaving.post("resources/subscribe", "{\"uri\":\"x:1\"}");
            await().until(() -> held.size() == 11);
            assertThat(server.receivers).hasSize(2);
            cancel(client, 1);
            leaving.close();
            held.forEach(Runnable::run);
            await().untilAsserted(() -> assertThat(server.receivers).isEmpty());
            assertThat(received("resources/unsubscribe")).isEqualTo(11);
            assertThat(listen.before).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesDoesNotTakeAnothersSubscriptionAlong() {
        hold("resources/unsubscribe", "{}");
        start(Isolation.SHARED);
        try (TestClient leaving = TestClient.legacy(gateway.gate());
                TestClient coming = TestClient.legacy(gateway.gate())) {
            subscribe(leaving, 1);
            leaving.request("resources/unsubscribe", "{\"uri\":\"x:1\"}");
            await().until(() -> held.size() == 1);
            TestClient.Reply answer = coming.post("resources/subscribe", "{\"uri\":\"x:1\"}");
            held.get(0).run();
            assertThat(answer.json().has("result")).isTrue();
            assertThat(server.received.stream()
                            .filter(message -> message.contains("subscribe\""))
                            .map(message -> message.contains("unsubscribe") ? "-" : "+"))
                    .containsExactly("+", "-", "+");
        }
    }

    @Test
    void aSubscriptionOutlivesItsServerAndWhatMayHaveChangedIsTold() {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicInteger refusals = new AtomicInteger();
        BiConsumer<Envelope, Receiver> hello = (request, to) -> {
            if (broken.get()) {
                refusals.incrementAndGet();
                to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                        + ",\"error\":{\"code\":-1,\"message\":\"not yet\"}}"));
            } else {
                ScriptedServer.reply(request, to, HELLO);
            }
        };
        server.on("initialize", hello);
        start(Isolation.SHARED);
        try (TestClient legacy = TestClient.legacy(gateway.gate());
                TestClient modern = new TestClient(gateway.gate())) {
            subscribe(legacy, 1);
            TestClient.Reply listen = listen(modern, 1, 2);
            assertThat(agreed(listen)).isEqualTo(1);
            broken.set(true);
            server.receivers.forEach(to -> to.ended("crashed"));
            await().until(() -> refusals.get() >= 1);
            assertThat(legacy.unsolicited).isEmpty();
            broken.set(false);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(legacy.unsolicited)
                        .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                                + "\"params\":{\"uri\":\"x:1\"}}");
                assertThat(listen.before).hasSize(2).last().asString().contains("x:1");
            });
            update(1);
            await().untilAsserted(() -> assertThat(legacy.unsolicited).hasSize(2));
        }
    }

    /** What a server refuses when it is back, its client is told of once more, and then it is over. */
    @Test
    void whatTheServerHasNoMoreIsToldOnceAndEnds() {
        AtomicBoolean gone = new AtomicBoolean();
        server.on("resources/subscribe", (request, to) -> {
            if (gone.get()) {
                to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                        + ",\"error\":{\"code\":-32002,\"message\":\"gone\"}}"));
            } else {
                ScriptedServer.reply(request, to, "{}");
            }
        });
        start(Isolation.CALL);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            subscribe(client, 1);
            gone.set(true);
            server.receivers.forEach(to -> to.ended("crashed"));
            await().untilAsserted(() -> assertThat(client.unsolicited).hasSize(1));
            await().untilAsserted(() -> assertThat(server.receivers).isEmpty());
            gone.set(false);
            assertThat(subscribe(client, 1).has("result")).isTrue();
        }
    }

    @Test
    void aSubscriptionWaitsForAServerThatIsDisabled() {
        start(Isolation.CALL);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            subscribe(client, 1);
            assertThat(server.receivers).hasSize(1);
            registry.disable(List.of("s"));
            await().untilAsserted(() -> assertThat(server.receivers).isEmpty());
            assertThat(received("resources/unsubscribe")).isEqualTo(1);
            registry.enable(List.of("s"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(client.unsolicited).last().asString().contains("resources/updated"));
            assertThat(server.receivers).hasSize(1);
        }
    }

    /** Clients subscribe and give up at any moment, on a server that answers at any moment; nothing is left behind. */
    @Test
    void whateverIsGivenUpLeavesNothingBehind() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            server.on(
                    "resources/subscribe",
                    (request, to) -> threads.execute(() -> ScriptedServer.reply(request, to, "{}")));
            start(Isolation.CALL, Limits.DEFAULT.with(set -> set.pendingPerSession(20)));
            gateway.awaitListings(Duration.ofSeconds(20));
            try (TestClient client = new TestClient(gateway.gate())) {
                for (int id = 1; id < 100; id += 2) {
                    int first = id;
                    TestClient.Reply given = listen(client, 0, 10);
                    Future<?> cancels = threads.submit(() -> cancel(client, first));
                    listen(client, 5, 15);
                    cancels.get(20, TimeUnit.SECONDS);
                    assertThat(given.cancelled).isDone();
                    cancel(client, first + 1);
                }
                await().untilAsserted(() -> assertThat(server.receivers).isEmpty());
                assertThat(agreed(listen(client, 0, 20))).isEqualTo(20);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
