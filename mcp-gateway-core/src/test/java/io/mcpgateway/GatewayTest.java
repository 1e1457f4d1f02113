package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.OnCollision;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
    @TempDir
    Path home;

    private McpGateway gateway;

    private McpGateway.Builder builder() {
        return McpGateway.builder().home(home);
    }

    private McpGateway start(McpGateway.Builder builder) {
        gateway = builder.build();
        gateway.start();
        return gateway;
    }

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static List<String> names(JsonNode response) {
        List<String> names = new ArrayList<>();
        response.at("/result/tools").forEach(tool -> names.add(tool.get("name").asText()));
        return names;
    }

    @Test
    void legacyClientListsAndCallsAndGetsTheVeryBytes() {
        String result = "{\"content\":[{\"type\":\"hologram\",\"x\":1e400,\"a\":0.1000000000000000055}] , "
                + "\"Isödd\":{\"k\":1,\"k\":2},\"structuredContent\":null}";
        ScriptedServer server =
                ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", result);
        start(builder().server("s", server));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("t");
            String answer = client.post("tools/call", "{ \"arguments\": {\"a\":1e5}, \"name\":\"t\",\"new\":[] }")
                    .text();
            assertThat(answer).endsWith("\"result\":" + result + "}");
        }
        assertThat(server.received)
                .last()
                .asString()
                .endsWith("\"params\":{ \"arguments\": {\"a\":1e5}, \"name\":\"t\",\"new\":[] }}");
    }

    @Test
    void modernClientGetsWhatItsRevisionRequires() {
        ScriptedServer server =
                ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"content\":[]}");
        start(builder().server("s", server));
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode discovered = client.modern("server/discover", "{}").get("result");
            assertThat(discovered.get("supportedVersions").get(0).asText()).isEqualTo("2026-07-28");
            assertThat(discovered.has("ttlMs")).isTrue();
            JsonNode list = client.modern("tools/list", "{}");
            assertThat(names(list)).containsExactly("t");
            assertThat(list.at("/result/resultType").asText()).isEqualTo("complete");
            assertThat(list.at("/result/cacheScope").asText()).isEqualTo("private");
            JsonNode call = client.modern("tools/call", "{\"name\":\"t\"}");
            assertThat(call.get("result").toString()).isEqualTo("{\"resultType\":\"complete\",\"content\":[]}");
        }
    }

    @Test
    void modernRequestsWithoutTheirMetadataAreRefusedWithTheStatusOfTheRevision() {
        start(builder());
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply bare = client.post("server/discover", "{}");
            assertThat(bare.json().at("/error/code").asInt()).isEqualTo(-32602);
            assertThat(bare.status).isCompletedWithValue(ReplyStatus.BAD_METADATA);
            TestClient.Reply future = client.post(
                    "tools/list",
                    "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2099-01-01\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");
            assertThat(future.json().at("/error/code").asInt()).isEqualTo(-32022);
            assertThat(future.json().at("/error/data/supported/0").asText()).isEqualTo("2026-07-28");
            assertThat(future.status).isCompletedWithValue(ReplyStatus.UNSUPPORTED_REVISION);
            TestClient.Reply unknown = client.post("ping", "{" + TestClient.MODERN_META + "}");
            assertThat(unknown.json().at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(unknown.status).isCompletedWithValue(ReplyStatus.UNKNOWN_METHOD);
        }
    }

    @Test
    void allPagesOfAllServersAreListedInTheOrderOfTheServers() {
        ScriptedServer paged = new ScriptedServer("{\"tools\":{}}").on("tools/list", (request, to) -> {
            String cursor = request.paramString(Envelope.CURSOR);
            ScriptedServer.reply(
                    request,
                    to,
                    cursor == null
                            ? "{\"tools\":[" + ScriptedServer.tool("a") + "],\"nextCursor\":\"2\"}"
                            : "{\"tools\":[" + ScriptedServer.tool("b") + "]}");
        });
        start(builder().server("one", paged).server("two", ScriptedServer.withTools(ScriptedServer.tool("c"))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aCollisionIsExposedUnderTheServersNameAndCalledByItsOwn() {
        ScriptedServer one = ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"from\":1}");
        ScriptedServer two = ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"from\":2}");
        start(builder().server("one", one).server("two", two));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("t", "two__t");
            JsonNode call = client.request("tools/call", "{\"name\":\"two__t\"}");
            assertThat(call.at("/result/from").asInt()).isEqualTo(2);
        }
        assertThat(two.received).last().asString().contains("\"name\":\"t\"");
        assertThat(gateway.status().get(1).problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("exposed as 'two__t'"));
    }

    @Test
    void collisionsCanBeSettledOtherwise() {
        start(builder()
                .server("one", ScriptedServer.withTools(ScriptedServer.tool("t"), ScriptedServer.tool("u")))
                .server("two", ScriptedServer.withTools(ScriptedServer.tool("t")))
                .options(
                        GatewayOptions.builder().onCollision(OnCollision.REJECT).build()));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("u");
        }
    }

    @Test
    void namesThatClientsCannotTakeAreMadeFit() {
        String longName = "x".repeat(80);
        start(builder()
                .server(
                        "s",
                        ScriptedServer.withTools(ScriptedServer.tool("söme/thing"), ScriptedServer.tool(longName))
                                .on(
                                        "tools/call",
                                        (request, to) -> ScriptedServer.reply(
                                                request,
                                                to,
                                                "{\"called\":\"" + request.paramString(Envelope.NAME) + "\"}"))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            List<String> names = names(client.request("tools/list", "{}"));
            assertThat(names).allMatch(name -> name.matches("[A-Za-z0-9_.-]{1,64}"));
            assertThat(client.request("tools/call", "{\"name\":\"" + names.get(1) + "\"}")
                            .at("/result/called")
                            .asText())
                    .isEqualTo(longName);
        }
    }

    @Test
    void malformedDefinitionsAreLeftOutAndTold() {
        start(builder()
                .server(
                        "s",
                        ScriptedServer.withTools(
                                "{\"name\":\"noschema\"}",
                                "{\"inputSchema\":{\"type\":\"object\"}}",
                                "17",
                                ScriptedServer.tool("good"))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("good");
        }
        assertThat(gateway.status().get(0).problems()).hasSize(3);
    }

    @Test
    void progressReachesTheCallerUnderItsOwnToken() {
        ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
                .on("tools/call", (request, to) -> {
                    JsonText token = request.metaValue(Envelope.META_PROGRESS_TOKEN);
                    to.receive(JsonText.of(
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"x\":7,"
                                    + "\"progressToken\":" + token + ",\"progress\":1}}"));
                    ScriptedServer.reply(request, to, "{}");
                });
        start(builder().server("s", server));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            TestClient.Reply reply =
                    client.post("tools/call", "{\"name\":\"t\",\"_meta\":{\"progressToken\":\"mine\"}}");
            reply.text();
            assertThat(reply.before)
                    .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"x\":7,"
                            + "\"progressToken\":\"mine\",\"progress\":1}}");
        }
    }

    @Test
    void cancellationReachesTheServerAndNoAnswerComes() {
        AtomicReference<Envelope> seen = new AtomicReference<>();
        ScriptedServer server =
                ScriptedServer.withTools(ScriptedServer.tool("t")).on("tools/call", (request, to) -> seen.set(request));
        start(builder().server("s", server));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            TestClient.Reply reply = client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"abc\",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}");
            await().untilAsserted(() -> assertThat(seen.get()).isNotNull());
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"abc\"}}");
            assertThat(reply.cancelled).succeedsWithin(Duration.ofSeconds(5));
            assertThat(server.received)
                    .last()
                    .asString()
                    .contains("notifications/cancelled")
                    .contains("\"requestId\":" + seen.get().id());
            server.receivers.forEach(to -> ScriptedServer.reply(seen.get(), to, "{}"));
            assertThat(client.request("ping", "{}").has("result")).isTrue();
            assertThat(reply.response).isNotDone();
        }
    }

    @Test
    void aRequestWithAnIdThatIsInFlightIsRefusedAndTheFirstOneLives() {
        AtomicReference<Runnable> answer = new AtomicReference<>();
        ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
                .on("tools/call", (request, to) -> answer.set(() -> ScriptedServer.reply(request, to, "{\"ok\":1}")));
        start(builder().server("s", server));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            String call = "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
            TestClient.Reply first = client.send(call);
            await().untilAsserted(() -> assertThat(answer.get()).isNotNull());
            assertThat(client.send(call).json().at("/error/code").asInt()).isEqualTo(-32600);
            answer.get().run();
            assertThat(first.json().at("/result/ok").asInt()).isEqualTo(1);
        }
    }

    @Test
    void smuggledMembersAreRefused() {
        start(builder().server("s", ScriptedServer.withTools(ScriptedServer.tool("t"))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            for (String params : List.of(
                    "{\"name\":\"t\",\"name\":\"u\"}",
                    "{\"name\":\"t\",\"Name\":\"u\"}",
                    "{\"name\":\"t\",\"na\\u006de\":\"u\"}",
                    "{\"name\":\"t\",\"ta\\u017fk\":{}}")) {
                assertThat(client.post("tools/call", params)
                                .json()
                                .at("/error/code")
                                .asInt())
                        .as(params)
                        .isEqualTo(-32602);
            }
            assertThat(client.send("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\",\"Method\":\"x\"}")
                            .json()
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32600);
        }
    }

    @Test
    void whatIsNoMessageIsAnsweredWithAnErrorAndTheConversationLives() {
        start(builder());
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            for (String junk :
                    List.of("{", "[]", "17", "nonsense", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}")) {
                TestClient.Reply reply = client.send(junk);
                assertThat(reply.json().at("/error/code").asInt()).as(junk).isIn(-32700, -32600);
                assertThat(client.receipt.kind()).isEqualTo(Receipt.Kind.INVALID);
            }
            assertThat(client.request("ping", "{}").has("result")).isTrue();
        }
    }

    @Test
    void listChangedIsToldOnlyIfTheBytesChanged() {
        ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"));
        start(builder().server("s", server));
        try (TestClient client = TestClient.legacy(gateway.gate());
                TestClient modern = new TestClient(gateway.gate())) {
            TestClient.Reply listen = modern.post(
                    "subscriptions/listen",
                    "{\"notifications\":{\"toolsListChanged\":true}," + TestClient.MODERN_META + "}");
            assertThat(listen.before).hasSize(1).first().asString().contains("acknowledged");
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("t");
            announce(server);
            server.result(
                    "tools/list",
                    "{\"tools\":[{\"name\":\"t\",\"description\":\"new\",\"inputSchema\":{\"type\":\"object\"}}]}");
            announce(server);
            await().untilAsserted(() -> assertThat(client.unsolicited)
                    .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
            await().untilAsserted(() -> assertThat(listen.before)
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("notifications/tools/list_changed")
                    .contains("\"io.modelcontextprotocol/subscriptionId\":1"));
        }
    }

    private static void announce(ScriptedServer server) {
        server.receivers.forEach(
                to -> to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}")));
    }

    @Test
    void aServerThatFailsIsReportedAndTheOthersAreListed() {
        JavaServer broken = new ScriptedServer("{}")
                .on(
                        "initialize",
                        (request, to) -> to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                + ",\"error\":{\"code\":-1,\"message\":\"broken\"}}")));
        start(builder().server("bad", broken).server("good", ScriptedServer.withTools(ScriptedServer.tool("t"))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("t");
        }
        ServerStatus status = gateway.status().get(0);
        assertThat(status.state()).isEqualTo(ServerStatus.State.FAILED);
        assertThat(status.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("broken"));
    }

    @Test
    void anEmptyGatewayIsASuccessWithoutTools() {
        start(builder());
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(client.request("tools/list", "{}").toString()).contains("\"result\":{\"tools\":[]}");
        }
    }

    @Test
    void aPolicyHidesAndDeniesAndOneThatThrowsDenies() {
        Policy policy = question -> {
            if (question.capability().equals("explosive")) {
                throw new IllegalStateException("boom");
            }
            return CompletableFuture.completedFuture(
                    question.capability().equals("secret") ? Policy.Decision.deny("no") : Policy.Decision.ALLOW);
        };
        start(builder()
                .policy(policy)
                .server(
                        "s",
                        ScriptedServer.withTools(
                                        ScriptedServer.tool("secret"),
                                        ScriptedServer.tool("open"),
                                        ScriptedServer.tool("explosive"))
                                .result("tools/call", "{}")));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(names(client.request("tools/list", "{}"))).containsExactly("open");
            assertThat(client.request("tools/call", "{\"name\":\"secret\"}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(1403);
            assertThat(client.request("tools/call", "{\"name\":\"explosive\"}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(1403);
            assertThat(client.request("tools/call", "{\"name\":\"open\"}").has("result"))
                    .isTrue();
        }
    }

    @Test
    void interceptorsStandInOrderAndOneThatThrowsFailsItsExchangeOnly() {
        List<String> order = new ArrayList<>();
        start(builder()
                .interceptor((exchange, next) -> {
                    order.add("outer");
                    return next.handle(exchange);
                })
                .interceptor((exchange, next) -> {
                    order.add("inner");
                    if (exchange.params().toString().contains("throw")) {
                        throw new IllegalStateException("boom");
                    }
                    return next.handle(exchange);
                })
                .server("s", ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{}")));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(client.request("tools/call", "{\"name\":\"t\",\"arguments\":{\"throw\":1}}")
                            .has("error"))
                    .isTrue();
            assertThat(client.request("tools/call", "{\"name\":\"t\"}").has("result"))
                    .isTrue();
            assertThat(order).containsExactly("outer", "inner", "outer", "inner");
        }
    }

    @Test
    void theEmbeddedCallerTakesTheSameRoad() throws Exception {
        start(builder()
                .server("s", ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"n\":1}")));
        Outcome outcome = gateway.request("tools/call", JsonText.of("{\"name\":\"t\"}"))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(outcome).isEqualTo(Outcome.result(JsonText.of("{\"n\":1}")));
    }

    @Test
    void aUriThatAServerReturnedIsReadFromThatServer() {
        ScriptedServer first = new ScriptedServer("{\"resources\":{}}")
                .result("resources/list", "{\"resources\":[{\"uri\":\"x:a\",\"name\":\"a\"}]}")
                .result("resources/read", "{\"from\":1}");
        ScriptedServer second = new ScriptedServer("{\"tools\":{},\"resources\":{}}")
                .result("tools/list", "{\"tools\":[" + ScriptedServer.tool("t") + "]}")
                .result("tools/call", "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"x:a\",\"name\":\"a\"}]}")
                .result("resources/list", "{\"resources\":[]}")
                .result("resources/read", "{\"from\":2}");
        start(builder().server("one", first).server("two", second));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(client.request("resources/read", "{\"uri\":\"x:a\"}")
                            .at("/result/from")
                            .asInt())
                    .isEqualTo(1);
            client.request("tools/call", "{\"name\":\"t\"}");
            assertThat(client.request("resources/read", "{\"uri\":\"x:a\"}")
                            .at("/result/from")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void aResourceThatNobodyHasIsToldInTheWordsOfEachEra() {
        start(builder());
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(client.request("resources/read", "{\"uri\":\"x:a\"}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32002);
            JsonNode modern = client.modern("resources/read", "{\"uri\":\"x:a\"}");
            assertThat(modern.at("/error/code").asInt()).isEqualTo(-32602);
            assertThat(modern.at("/error/data/uri").asText()).isEqualTo("x:a");
        }
    }

    /** Over HTTP each modern request is a conversation of its own; the session key is what holds them together. */
    @Test
    void aModernClientWithoutAConnectionHearsOfItsOwnWorkloadsLists() {
        ScriptedServer server =
                ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{}");
        Catalog catalog = () -> new CatalogSnapshot(
                "c",
                "",
                Map.of(
                        "s",
                        ServerEntry.builder("s", ServerType.JVM)
                                .provider("scripted")
                                .isolation(Isolation.SESSION)
                                .build()),
                List.of());
        ScriptedServerProvider.serve(server);
        start(builder().catalog(catalog).enable("s"));
        TestClient.Reply listen = TestClient.alone(
                gateway.gate(), "subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
        TestClient.alone(gateway.gate(), "tools/list", "{}").text();
        TestClient.alone(gateway.gate(), "tools/call", "{\"name\":\"t\"}").text();
        server.result("tools/list", "{\"tools\":[]}");
        announce(server);
        await().untilAsserted(() -> assertThat(listen.before).last().asString().contains("tools/list_changed"));
    }

    @Test
    void closingTheGatewayEndsConversations() {
        start(builder());
        TestClient client = TestClient.legacy(gateway.gate());
        gateway.close();
        assertThat(client.ended).succeedsWithin(Duration.ofSeconds(5));
    }
}
