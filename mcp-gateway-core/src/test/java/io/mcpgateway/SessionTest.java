package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.session.Gate;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.transport.InMemoryTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of both eras: their limits, their ends, and that every request ends exactly once. */
class SessionTest {
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String LISTEN =
            "{\"notifications\":{\"toolsListChanged\":true}," + TestClient.MODERN_META + "}";

    private static final String ELICITATION =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"elicitation/create\",\"params\":"
                    + "{\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}";

    @TempDir
    Path home;

    private McpGateway gateway;
    private final List<Runnable> answers = new CopyOnWriteArrayList<>();
    private final ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
            .on("tools/call", (request, to) -> answers.add(() -> ScriptedServer.reply(request, to, "{\"ok\":1}")));

    private void start(McpGateway.Builder builder) {
        gateway = builder.home(home).server("s", server).build();
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static TestClient.Reply call(TestClient client) {
        return client.post("tools/call", "{\"name\":\"t\"}");
    }

    private static int code(TestClient.Reply reply) {
        return reply.json().at("/error/code").asInt();
    }

    @Test
    void requestsInFlightAreBoundedPerSession() {
        start(McpGateway.builder().options(TestLimits.of(3, 100, 10, LONG)));
        try (TestClient client = TestClient.legacy(gateway.gate());
                TestClient other = TestClient.legacy(gateway.gate())) {
            List<TestClient.Reply> replies = List.of(call(client), call(client), call(client));
            TestClient.Reply refused = call(client);
            assertThat(code(refused)).isEqualTo(1429);
            assertThat(refused.status).isCompletedWithValue(ReplyStatus.OVERLOADED);
            call(other);
            await().until(() -> answers.size() == 4);
            answers.forEach(Runnable::run);
            replies.forEach(reply -> assertThat(reply.json().has("result")).isTrue());
            call(client);
            await().until(() -> answers.size() == 5);
            answers.get(4).run();
        }
    }

    @Test
    void requestsInFlightOfAModernSessionAreBoundedThoughEachIsAConversation() {
        start(McpGateway.builder().options(TestLimits.of(2, 100, 10, LONG)));
        List<TestClient.Reply> replies = List.of(
                alone("p", "one", "tools/call", "\"name\":\"t\""), alone("p", "one", "tools/call", "\"name\":\"t\""));
        TestClient.Reply refused = alone("p", "one", "tools/call", "\"name\":\"t\"");
        assertThat(code(refused)).isEqualTo(1429);
        assertThat(refused.status).isCompletedWithValue(ReplyStatus.OVERLOADED);
        TestClient.Reply ofAnother = alone("p", "two", "tools/call", "\"name\":\"t\"");
        await().until(() -> answers.size() == 3);
        answers.forEach(Runnable::run);
        replies.forEach(reply -> assertThat(reply.json().has("result")).isTrue());
        assertThat(ofAnother.json().has("result")).isTrue();
        alone("p", "one", "tools/call", "\"name\":\"t\"");
        await().until(() -> answers.size() == 4);
        answers.get(3).run();
    }

    @Test
    void requestsInFlightAreBoundedPerServerAndCountedDownHoweverTheyEnd() {
        start(McpGateway.builder().options(TestLimits.of(100, 2, 10, LONG)));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            for (int round = 0; round < 3; round++) {
                answers.clear();
                TestClient.Reply answered = call(client);
                TestClient.Reply cancelled = client.send("{\"jsonrpc\":\"2.0\",\"id\":\"c" + round
                        + "\",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}");
                await().until(() -> answers.size() == 2);
                assertThat(code(call(client))).isEqualTo(1429);
                answers.get(0).run();
                answered.json();
                client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"c"
                        + round + "\"}}");
                assertThat(cancelled.cancelled).isCompleted();
            }
        }
    }

    @Test
    void sessionsAreBoundedAndAnEndedOneMakesRoom() {
        start(McpGateway.builder().options(TestLimits.of(10, 10, 2, LONG)));
        TestClient first = TestClient.legacy(gateway.gate());
        try (TestClient second = TestClient.legacy(gateway.gate());
                TestClient third = new TestClient(gateway.gate())) {
            String hello = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}";
            TestClient.Reply refused = third.post("initialize", hello);
            assertThat(code(refused)).isEqualTo(1429);
            assertThat(refused.status).isCompletedWithValue(ReplyStatus.OVERLOADED);
            assertThat(code(second.post("initialize", hello))).isEqualTo(-32600);
            first.close();
            first.close();
            assertThat(third.request("initialize", hello).has("result")).isTrue();
            assertThat(((Gate) gateway.gate()).sessions()).isEqualTo(2);
        }
        assertThat(((Gate) gateway.gate()).sessions()).isZero();
    }

    private TestClient.Reply modern(String name, String session) {
        Conversation conversation = gateway.gate().open(new Peer("local", "http", ""), new TestClient(gateway.gate()));
        TestClient.Reply reply = new TestClient.Reply();
        conversation.receive(
                JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{},\"io.mcpgateway/session\":\"" + session
                        + "\","
                        + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"" + name + "\",\"version\":\"1\"}}}}"),
                reply);
        return reply;
    }

    @Test
    void modernSessionsAreBoundedAndEndWhenIdle() {
        start(McpGateway.builder().options(TestLimits.of(10, 10, 2, Duration.ofNanos(1))));
        assertThat(modern("a", "x").json().has("result")).isTrue();
        assertThat(modern("a", "y").json().has("result")).isTrue();
        TestClient.Reply refused = modern("b", "x");
        assertThat(code(refused)).isEqualTo(1429);
        assertThat(refused.status).isCompletedWithValue(ReplyStatus.OVERLOADED);
        assertThat(modern("a", "x").json().has("result")).isTrue();
        ((Gate) gateway.gate()).sweep();
        assertThat(modern("b", "x").json().has("result")).isTrue();
        assertThat(code(modern("b", "z".repeat(300)))).isEqualTo(-32602);
    }

    /** What is answered by its id, in a conversation of its own, as over HTTP. */
    private TestClient.Reply alone(String principal, String session, String method, String members) {
        Conversation conversation =
                gateway.gate().open(new Peer(principal, "http", ""), new TestClient(gateway.gate()));
        TestClient.Reply reply = new TestClient.Reply();
        lastReceipt = conversation.receive(
                JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + members
                        + (members.isEmpty() ? "" : ",")
                        + TestClient.metaOf("{\"elicitation\":{}}")
                                .replace("\"_meta\":{", "\"_meta\":{\"io.mcpgateway/session\":\"" + session + "\",")
                        + "}}"),
                reply);
        return reply;
    }

    private Receipt lastReceipt;

    @Test
    void aModernSessionThatListensOrWaitsForAnAnswerIsNotIdle() {
        start(McpGateway.builder().options(TestLimits.of(10, 10, 1, Duration.ofNanos(1))));
        TestClient.Reply listen =
                alone("p", "mine", "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}");
        await().until(() -> listen.before.size() == 1);
        Receipt listening = lastReceipt;
        ((Gate) gateway.gate()).sweep();
        assertThat(code(alone("p", "other", "tools/list", "")))
                .as("the place is taken")
                .isEqualTo(1429);
        TestClient.Reply call = alone("p", "mine", "tools/call", "\"name\":\"t\"");
        listening.abandon();
        listening.abandon();
        await().until(() -> answers.size() == 1);
        ((Gate) gateway.gate()).sweep();
        assertThat(code(alone("p", "other", "tools/list", "")))
                .as("a call is in flight")
                .isEqualTo(1429);
        answers.get(0).run();
        assertThat(call.json().has("result")).isTrue();
        ((Gate) gateway.gate()).sweep();
        assertThat(alone("p", "other", "tools/list", "").json().has("result")).isTrue();
    }

    @Test
    void aModernSessionWithAParkedCallIsNotIdle() {
        server.on("tools/call", (request, to) -> {
            to.receive(JsonText.of(ELICITATION));
            answers.add(() -> ScriptedServer.reply(request, to, "{\"ok\":1}"));
        });
        start(McpGateway.builder().options(TestLimits.of(10, 10, 1, Duration.ofNanos(1))));
        var asked = alone("p", "mine", "tools/call", "\"name\":\"t\"").json().get("result");
        assertThat(asked.get("resultType").asText()).isEqualTo("input_required");
        ((Gate) gateway.gate()).sweep();
        assertThat(code(alone("p", "other", "tools/list", "")))
                .as("the place is taken")
                .isEqualTo(1429);
        TestClient.Reply retry = alone(
                "p",
                "mine",
                "tools/call",
                "\"name\":\"t\",\"requestState\":" + asked.get("requestState") + ",\"inputResponses\":{\""
                        + asked.get("inputRequests").fieldNames().next() + "\":{\"action\":\"decline\"}}");
        answers.get(0).run();
        assertThat(retry.json().at("/result/ok").asInt()).isEqualTo(1);
        ((Gate) gateway.gate()).sweep();
        assertThat(alone("p", "other", "tools/list", "").json().has("result")).isTrue();
    }

    @Test
    void aConversationWithAParkedCallIsNotIdle() {
        server.on("tools/call", (request, to) -> to.receive(JsonText.of(ELICITATION)));
        start(McpGateway.builder().options(TestLimits.of(10, 10, 10, Duration.ofNanos(1))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            String call = "{\"name\":\"t\"," + TestClient.metaOf("{\"elicitation\":{}}") + "}";
            assertThat(client.request("tools/call", call)
                            .at("/result/resultType")
                            .asText())
                    .isEqualTo("input_required");
            ((Gate) gateway.gate()).sweep();
            assertThat(client.ended).isNotDone();
        }
    }

    @Test
    void oneUserTakesHalfOfTheSessionsAtMost() {
        start(McpGateway.builder().options(TestLimits.of(10, 10, 2, LONG)));
        assertThat(alone("user:a", "1", "tools/list", "").json().has("result")).isTrue();
        assertThat(code(alone("user:a", "2", "tools/list", ""))).isEqualTo(1429);
        assertThat(alone("user:a", "1", "tools/list", "").json().has("result")).isTrue();
        assertThat(alone("user:b", "1", "tools/list", "").json().has("result")).isTrue();
        String hello = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}";
        List<Conversation> open = new ArrayList<>();
        List<TestClient.Reply> replies = new ArrayList<>();
        for (String principal : List.of("user:a", "user:a", "user:b")) {
            open.add(gateway.gate()
                    .open(new Peer(principal, "http", "c" + open.size()), new TestClient(gateway.gate())));
            replies.add(new TestClient.Reply());
            open.get(open.size() - 1).receive(JsonText.of(hello), replies.get(replies.size() - 1));
        }
        assertThat(replies.get(0).json().has("result")).isTrue();
        assertThat(code(replies.get(1))).isEqualTo(1429);
        assertThat(replies.get(2).json().has("result")).isTrue();
        open.get(0).close();
        TestClient.Reply again = new TestClient.Reply();
        open.get(1).receive(JsonText.of(hello), again);
        assertThat(again.json().has("result")).isTrue();
        open.forEach(Conversation::close);
        assertThat(((Gate) gateway.gate()).sessions()).isZero();
    }

    @Test
    void oneUserHasHalfOfTheParkedCallsAtMost() {
        // One server for each user: the question of a server that several clients have called belongs to none for sure.
        ScriptedServer other = ScriptedServer.withTools(ScriptedServer.tool("u"));
        for (ScriptedServer asking : List.of(server, other)) {
            asking.on("tools/call", (request, to) -> {
                to.receive(JsonText.of(ELICITATION.replace("7", request.id().toString())));
                answers.add(() -> ScriptedServer.reply(request, to, "{\"ok\":1}"));
            });
        }
        start(McpGateway.builder().server("other", other).options(TestLimits.with(set -> set.parkedCalls(2))));
        assertThat(asking("user:a", "t").json().at("/result/resultType").asText())
                .isEqualTo("input_required");
        TestClient.Reply second = asking("user:a", "t");
        await().until(() -> server.received.stream().anyMatch(message -> message.contains("Too many calls wait")));
        answers.get(1).run();
        assertThat(second.json().has("result")).isTrue();
        assertThat(asking("user:b", "u").json().at("/result/resultType").asText())
                .isEqualTo("input_required");
    }

    private TestClient.Reply asking(String principal, String tool) {
        return alone(principal, "", "tools/call", "\"name\":\"" + tool + "\"");
    }

    @Test
    void anIdleSessionEndsAndABusyOrLastingOneDoesNot() {
        start(McpGateway.builder().options(TestLimits.of(10, 10, 10, Duration.ofNanos(1))));
        InMemoryTransport memory = new InMemoryTransport();
        gateway.serve(memory);
        TestClient inMemory = new TestClient(gateway.gate());
        Conversation lasting = memory.connect(inMemory);
        TestClient.Reply hello = new TestClient.Reply();
        lasting.receive(
                JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
                        + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}"),
                hello);
        hello.json();
        TestClient idle = TestClient.legacy(gateway.gate());
        TestClient busy = TestClient.legacy(gateway.gate());
        TestClient listening = new TestClient(gateway.gate());
        listening.post("subscriptions/listen", LISTEN);
        TestClient.Reply reply = call(busy);
        await().until(() -> answers.size() == 1);
        ((Gate) gateway.gate()).sweep();
        assertThat(idle.ended).isCompleted();
        assertThat(busy.ended).isNotDone();
        assertThat(listening.ended).isNotDone();
        assertThat(inMemory.ended).isNotDone();
        assertThat(code(call(idle))).isEqualTo(-32600);
        answers.get(0).run();
        assertThat(reply.json().has("result")).isTrue();
        ((Gate) gateway.gate()).sweep();
        assertThat(busy.ended).isCompleted();
        lasting.close();
        assertThat(((Gate) gateway.gate()).sessions()).isZero();
    }

    @Test
    void givingUpARefusedRequestLeavesTheOneInFlightAlone() {
        start(McpGateway.builder());
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            String call = "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
            TestClient.Reply first = client.send(call);
            Receipt firstReceipt = client.receipt;
            assertThat(code(client.send(call))).isEqualTo(-32600);
            client.receipt.abandon();
            await().until(() -> answers.size() == 1);
            answers.get(0).run();
            assertThat(first.json().has("result")).isTrue();
            TestClient.Reply again = client.send(call);
            firstReceipt.abandon();
            await().until(() -> answers.size() == 2);
            assertThat(again.cancelled).isNotDone();
            client.receipt.abandon();
            assertThat(again.cancelled).isCompleted();
        }
    }

    @Test
    void aSubscriptionEndsOnceWhoeverEndsIt() {
        start(McpGateway.builder());
        TestClient client = new TestClient(gateway.gate());
        TestClient.Reply cancelled = client.post("subscriptions/listen", LISTEN);
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
        assertThat(cancelled.cancelled).isCompleted();
        TestClient.Reply abandoned = client.post("subscriptions/listen", LISTEN);
        client.receipt.abandon();
        assertThat(abandoned.cancelled).isCompleted();
        TestClient.Reply inputEnded = client.post("subscriptions/listen", LISTEN);
        client.conversation.inputEnded();
        assertThat(inputEnded.json().at("/result/resultType").asText()).isEqualTo("complete");
        TestClient.Reply closed = client.post("subscriptions/listen", LISTEN);
        client.close();
        assertThat(closed.cancelled).isCompleted();
        assertThat(List.of(cancelled, abandoned, closed))
                .allSatisfy(reply -> assertThat(reply.response).isNotDone());
        TestClient second = new TestClient(gateway.gate());
        TestClient.Reply byGateway = second.post("subscriptions/listen", LISTEN);
        gateway.close();
        assertThat(byGateway.json().at("/result/resultType").asText()).isEqualTo("complete");
        assertThat(byGateway.cancelled).isNotDone();
    }

    @Test
    void anIdMeansOneThingAtATime() {
        start(McpGateway.builder().options(TestLimits.of(2, 10, 10, LONG)));
        try (TestClient client = new TestClient(gateway.gate())) {
            String listen =
                    "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"subscriptions/listen\",\"params\":" + LISTEN + "}";
            client.send(listen);
            assertThat(code(client.send(listen))).isEqualTo(-32600);
            assertThat(code(client.send(
                            "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{\"name\":\"t\","
                                    + TestClient.MODERN_META + "}}")))
                    .isEqualTo(-32600);
            client.post("subscriptions/listen", LISTEN);
            TestClient.Reply refused = client.post("subscriptions/listen", LISTEN);
            assertThat(code(refused)).isEqualTo(1429);
            assertThat(refused.status).isCompletedWithValue(ReplyStatus.OVERLOADED);
        }
    }

    @Test
    void aClientThatLeavesCancelsWhatItHasInFlight() {
        start(McpGateway.builder());
        TestClient client = TestClient.legacy(gateway.gate());
        List<TestClient.Reply> replies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            replies.add(call(client));
        }
        await().until(() -> answers.size() == 20);
        client.close();
        assertThat(replies).allSatisfy(reply -> assertThat(reply.cancelled).isCompleted());
        assertThat(server.received.stream().filter(message -> message.contains("notifications/cancelled")))
                .hasSize(20);
        answers.forEach(Runnable::run);
        assertThat(replies).allSatisfy(reply -> assertThat(reply.response).isNotDone());
    }

    @Test
    void interceptorsThatAnswerNothingOrCannotBeLinkedFailTheirExchangeOnly() {
        start(McpGateway.builder().interceptor((exchange, next) -> {
            String params = exchange.params().toString();
            if (params.contains("\"null\"")) {
                return null;
            }
            if (params.contains("\"link\"")) {
                throw new NoClassDefFoundError("x");
            }
            return next.handle(exchange);
        }));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            for (String arguments : List.of("\"null\"", "\"link\"")) {
                TestClient.Reply reply =
                        client.post("tools/call", "{\"name\":\"t\",\"arguments\":{\"k\":" + arguments + "}}");
                assertThat(code(reply)).isEqualTo(-32603);
            }
            TestClient.Reply fine = call(client);
            await().until(() -> answers.size() == 1);
            answers.get(0).run();
            assertThat(fine.json().has("result")).isTrue();
        }
    }

    @Test
    void anInterceptorMayChangeACompletionButNotItsTarget() {
        ScriptedServer prompts = new ScriptedServer("{\"prompts\":{},\"completions\":{}}")
                .result("prompts/list", "{\"prompts\":[{\"name\":\"p\"}]}")
                .on("completion/complete", (request, to) -> ScriptedServer.reply(request, to, "{\"ok\":1}"));
        start(McpGateway.builder()
                .server(
                        "first",
                        new ScriptedServer("{\"prompts\":{}}")
                                .result("prompts/list", "{\"prompts\":[{\"name\":\"p\"}]}"))
                .server("second", prompts)
                .interceptor((exchange, next) -> {
                    String params = exchange.params().toString();
                    return next.handle(
                            params.contains("evil")
                                    ? exchange.withParams(JsonText.of(params.replace("second__p", "p")))
                                    : exchange.withParams(JsonText.of(params.replace("old", "new"))));
                }));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("prompts/list", "{}");
            String params =
                    "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"second__p\"},\"argument\":{\"name\":\"a\",\"value\":\"%s\"}}";
            assertThat(client.request("completion/complete", params.formatted("old"))
                            .at("/result/ok")
                            .asInt())
                    .isEqualTo(1);
            assertThat(prompts.received)
                    .last()
                    .asString()
                    .contains("\"name\":\"p\"")
                    .contains("\"value\":\"new\"");
            assertThat(code(client.post("completion/complete", params.formatted("evil"))))
                    .isEqualTo(1403);
        }
    }

    @Test
    void anEventSinkThatThrowsHarmsNobody() {
        start(McpGateway.builder().events((level, message, facts) -> {
            throw new IllegalStateException("sink");
        }));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            server.receivers.forEach(to -> to.receive(JsonText.of("junk")));
            TestClient.Reply reply = call(client);
            await().until(() -> answers.size() == 1);
            answers.get(0).run();
            assertThat(reply.json().has("result")).isTrue();
        }
    }

    @Test
    void aUriOfAbsurdLengthIsRefused() {
        start(McpGateway.builder());
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            TestClient.Reply reply = client.post("resources/read", "{\"uri\":\"x:" + "y".repeat(10_000) + "\"}");
            assertThat(code(reply)).isEqualTo(-32602);
            String unknown = client.post("tools/call", "{\"name\":\"" + "y".repeat(10_000) + "\"}")
                    .text();
            assertThat(unknown).hasSizeLessThan(500);
        }
    }

    @Test
    void messagesThatAreNoneAreNotAnsweredUnderTheIdOfAResponse() {
        start(McpGateway.builder());
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            TestClient.Reply reply =
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}");
            assertThat(reply.json().get("id").isNull()).isTrue();
        }
    }
}
