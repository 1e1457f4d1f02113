package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers ask their clients, in the four quadrants of eras. */
class QuestionsTest {
    private static final String ALL = "{\"roots\":{},\"sampling\":{},\"elicitation\":{\"form\":{},\"url\":{}}}";
    private static final String ELICIT =
            "{\"message\":\"who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"string\"}}},\"x-unknown\":1.0}";
    private static final String ACCEPT = "{\"action\":\"accept\",\"content\":{\"n\":\"me\"},\"x-unknown\":[1e2]}";

    @TempDir
    Path home;

    private McpGateway gateway;
    /** Calls that wait at the legacy server, by the name of the tool. */
    private final Map<String, Envelope> calls = new ConcurrentHashMap<>();

    private final List<Envelope> answers = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start(ScriptedServer server) {
        start(server, set -> {});
    }

    private void start(ScriptedServer server, Consumer<Limits.Builder> limits) {
        gateway = McpGateway.builder()
                .home(home)
                .options(TestLimits.with(limits))
                .server("s", server)
                .build();
        gateway.start();
    }

    /** A legacy server whose tools wait; it remembers what it is answered. */
    private ScriptedServer legacy() {
        return ScriptedServer.withTools(ScriptedServer.tool("t"), ScriptedServer.tool("u"))
                .on(
                        "tools/call",
                        (request, to) -> calls.put(String.valueOf(request.paramString(Envelope.NAME)), request))
                .on("", (answer, to) -> answers.add(answer));
    }

    private static Receiver receiver(ScriptedServer server) {
        return server.receivers.get(server.receivers.size() - 1);
    }

    private static void ask(Receiver to, String id, String method, String params) {
        to.receive(JsonText.of(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}"));
    }

    private void finish(Receiver to, String tool) {
        ScriptedServer.reply(calls.get(tool), to, "{\"content\":[],\"tool\":\"" + tool + "\"}");
    }

    private TestClient.Reply call(TestClient client) {
        TestClient.Reply reply = client.post("tools/call", "{\"name\":\"t\"}");
        await().until(() -> calls.containsKey("t"));
        return reply;
    }

    private static TestClient.Reply modernCall(TestClient client, String capabilities, String more) {
        return client.post("tools/call", "{\"name\":\"t\"," + more + TestClient.metaOf(capabilities) + "}");
    }

    private static JsonNode retry(TestClient client, String responses, JsonNode state) {
        return modernCall(client, ALL, "\"inputResponses\":" + responses + ",\"requestState\":" + state + ",")
                .json();
    }

    private JsonNode question(TestClient.Reply reply) {
        await().until(() -> !reply.before.isEmpty());
        return TestClient.parse(reply.before.get(0));
    }

    // ---- modern client, legacy server ----

    /** It may use the id again, and its places for questions do not run out. */
    @Test
    void aQuestionWhoseCallIsOverIsRefused() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            for (int round = 1; round <= 3; round++) {
                calls.clear();
                TestClient.Reply reply = modernCall(client, ALL, "");
                await().until(() -> calls.containsKey("t"));
                ask(receiver(server), "\"same\"", "elicitation/create", ELICIT);
                assertThat(reply.json().at("/result/resultType").asText()).isEqualTo("input_required");
                finish(receiver(server), "t");
                int expected = round;
                await().untilAsserted(() -> assertThat(answers).hasSize(expected));
                assertThat(answers.get(round - 1).error()).asString().contains("is over");
            }
        }
    }

    // ---- legacy client, legacy server ----

    @Test
    void aLegacyServerAsksALegacyClientOnTheStreamOfItsRequest() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = call(client);
            ask(receiver(server), "\"a\"", "elicitation/create", ELICIT);
            JsonNode asked = question(reply);
            assertThat(asked.get("method").asText()).isEqualTo("elicitation/create");
            assertThat(asked.get("params").toString()).isEqualTo(ELICIT);
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":" + ACCEPT + "}");
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).id()).hasToString("\"a\"");
            assertThat(answers.get(0).result()).hasToString(ACCEPT);
            finish(receiver(server), "t");
            assertThat(reply.json().at("/result/tool").asText()).isEqualTo("t");
        }
    }

    @Test
    void whatTheClientRefusesTheServerHearsInItsWords() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = call(client);
            ask(receiver(server), "7", "sampling/createMessage", "{\"messages\":[],\"maxTokens\":1}");
            JsonNode asked = question(reply);
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id")
                    + ",\"error\":{\"code\":-1,\"message\":\"no\",\"data\":{\"x\":1.0}}}");
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).hasToString("{\"code\":-1,\"message\":\"no\",\"data\":{\"x\":1.0}}");
        }
    }

    @Test
    void aServerMayAskNoMoreThanItsClientDeclared() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate(), "{\"roots\":{}}")) {
            TestClient.Reply reply = call(client);
            ask(receiver(server), "7", "elicitation/create", ELICIT);
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("-32601");
            assertThat(reply.before).isEmpty();
        }
    }

    @Test
    void aServerMaySendNoClientToAPageThatDeclaredFormsOnly() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply reply = modernCall(client, "{\"elicitation\":{}}", "");
            await().until(() -> calls.containsKey("t"));
            ask(receiver(server), "7", "elicitation/create", "{\"mode\":\"url\",\"url\":\"https://e.x/\"}");
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("-32602");
            finish(receiver(server), "t");
            assertThat(reply.json().at("/result/tool").asText()).isEqualTo("t");
        }
    }

    @Test
    void whatIsDeclaredToAServerIsWhatItsClientCanDo() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client =
                TestClient.legacy(gateway.gate(), "{ \"sampling\" : {} , \"extensions\" : {\"b/x\":{\"y\":1.0}}}")) {
            call(client);
            assertThat(server.received)
                    .anyMatch(text ->
                            text.contains("\"capabilities\":{\"extensions\":{\"b/x\":{\"y\":1.0}},\"sampling\":{}}"));
            assertThat(server.received).anyMatch(text -> text.contains("\"capabilities\":{},"));
        }
    }

    @Test
    void aQuestionThatTheServerTakesBackIsTakenBackFromTheClient() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = call(client);
            ask(receiver(server), "7", "elicitation/create", ELICIT);
            JsonNode asked = question(reply);
            receiver(server)
                    .receive(
                            JsonText.of(
                                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}"));
            await().until(() -> reply.before.size() == 2);
            assertThat(reply.before.get(1))
                    .contains("notifications/cancelled")
                    .contains("\"requestId\":" + asked.get("id"));
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":" + ACCEPT + "}");
            finish(receiver(server), "t");
            assertThat(reply.json().has("result")).isTrue();
            assertThat(answers).isEmpty();
        }
    }

    @Test
    void aQuestionThatTheClientLeavesOpenIsRefusedInTheEnd() {
        ScriptedServer server = legacy();
        start(server, set -> set.parked(Duration.ofMillis(300)));
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = call(client);
            ask(receiver(server), "7", "elicitation/create", ELICIT);
            JsonNode asked = question(reply);
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("did not answer in time");
            assertThat(TestClient.parse(reply.before.get(1)).get("method").asText())
                    .isEqualTo("notifications/cancelled");
            assertThat(TestClient.parse(reply.before.get(1)).at("/params/requestId"))
                    .isEqualTo(asked.get("id"));
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":" + ACCEPT + "}");
            finish(receiver(server), "t");
            assertThat(reply.json().has("result")).isTrue();
            assertThat(answers).hasSize(1);
        }
    }

    @Test
    void progressOnAQuestionGoesBackUnderTheServersToken() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = call(client);
            ask(
                    receiver(server),
                    "7",
                    "elicitation/create",
                    "{\"message\":\"m\",\"_meta\":{\"progressToken\":\"mine\"}}");
            JsonNode token = question(reply).at("/params/_meta/progressToken");
            assertThat(token.toString()).isNotEqualTo("\"mine\"");
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                    + token + ",\"progress\":0.50}}");
            await().untilAsserted(() -> assertThat(server.received)
                    .last()
                    .asString()
                    .contains("{\"progressToken\":\"mine\",\"progress\":0.50}"));
        }
    }

    @Test
    void aQuestionWhileSeveralClientsWaitIsRefusedAndCrossesNobody() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient one = TestClient.legacy(gateway.gate(), ALL);
                TestClient two = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply first = call(one);
            TestClient.Reply second = two.post("tools/call", "{\"name\":\"u\"}");
            await().until(() -> calls.size() == 2);
            ask(receiver(server), "7", "elicitation/create", ELICIT);
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("cannot be told");
            assertThat(first.before).isEmpty();
            assertThat(second.before).isEmpty();
        }
    }

    @Test
    void aQuestionOfACancelledCallGoesToNoOtherClient() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient one = TestClient.legacy(gateway.gate(), ALL);
                TestClient two = TestClient.legacy(gateway.gate(), ALL)) {
            one.send("{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}");
            await().until(() -> calls.containsKey("t"));
            TestClient.Reply second = two.post("tools/call", "{\"name\":\"u\"}");
            await().until(() -> calls.size() == 2);
            one.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"c\"}}");
            ask(receiver(server), "7", "elicitation/create", ELICIT);
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("cannot be told");
            assertThat(second.before).isEmpty();
        }
    }

    // ---- modern client, legacy server ----

    private JsonNode parked(ScriptedServer server, TestClient client) {
        TestClient.Reply reply = modernCall(client, ALL, "");
        await().until(() -> calls.containsKey("t"));
        ask(receiver(server), "\"a\"", "elicitation/create", ELICIT);
        JsonNode result = reply.json().get("result");
        assertThat(result.get("resultType").asText()).isEqualTo("input_required");
        return result;
    }

    @Test
    void aLegacyServerAsksAModernClientByInputRequiredWhileItsCallWaits() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode result = parked(server, client);
            JsonNode asked = result.at("/inputRequests/q1");
            assertThat(asked.get("method").asText()).isEqualTo("elicitation/create");
            assertThat(asked.get("params").toString()).isEqualTo(ELICIT);
            TestClient.Reply retry = modernCall(
                    client,
                    ALL,
                    "\"inputResponses\":{\"q1\":" + ACCEPT + "},\"requestState\":" + result.get("requestState") + ",");
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).result()).hasToString(ACCEPT);
            finish(receiver(server), "t");
            assertThat(retry.json().at("/result/tool").asText()).isEqualTo("t");
            assertThat(retry.json().at("/result/resultType").asText()).isEqualTo("complete");
            assertThat(server.received.stream().filter(text -> text.contains("tools/call")))
                    .hasSize(1);
        }
    }

    @Test
    void severalQuestionsAtOnceComeTogetherAndTheMissingOnesAgain() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply reply = modernCall(client, ALL, "");
            await().until(() -> calls.containsKey("t"));
            ask(receiver(server), "1", "elicitation/create", ELICIT);
            ask(receiver(server), "2", "roots/list", "{}");
            ask(receiver(server), "3", "sampling/createMessage", "{\"messages\":[],\"maxTokens\":1}");
            JsonNode result = reply.json().get("result");
            assertThat(result.get("inputRequests")).hasSize(3);
            JsonNode second = retry(
                            client, "{\"q2\":{\"roots\":[]},\"q1\":17,\"other\":{}}", result.get("requestState"))
                    .get("result");
            assertThat(second.get("resultType").asText()).isEqualTo("input_required");
            assertThat(second.get("inputRequests").fieldNames()).toIterable().containsExactly("q1", "q3");
            assertThat(answers).hasSize(1);
            TestClient.Reply last = modernCall(
                    client,
                    ALL,
                    "\"inputResponses\":{\"q1\":" + ACCEPT + ",\"q3\":{\"role\":\"assistant\"}},\"requestState\":"
                            + second.get("requestState") + ",");
            await().until(() -> answers.size() == 3);
            finish(receiver(server), "t");
            assertThat(last.json().at("/result/tool").asText()).isEqualTo("t");
        }
    }

    @Test
    void severalRounds() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode result = parked(server, client);
            for (int round = 2; round < 5; round++) {
                TestClient.Reply retry = modernCall(
                        client,
                        ALL,
                        "\"inputResponses\":{\"q" + (round - 1) + "\":" + ACCEPT + "},\"requestState\":"
                                + result.get("requestState") + ",");
                int count = round - 1;
                await().until(() -> answers.size() == count);
                ask(receiver(server), String.valueOf(round), "elicitation/create", ELICIT);
                result = retry.json().get("result");
                assertThat(result.at("/inputRequests/q" + round).isObject()).isTrue();
            }
        }
    }

    @Test
    void aStateIsOfUseOnceAndForItsOwnRequestOnly() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode state = parked(server, client).get("requestState");
            Receiver asker = receiver(server);
            String text = state.asText();
            String answer = "\"inputResponses\":{\"q1\":" + ACCEPT + "},\"requestState\":";
            String tampered = text.substring(0, text.length() - 4) + (text.endsWith("AAAA") ? "BBBB" : "AAAA");
            for (String wrong : List.of("\"" + tampered + "\"", "\"made up\"", "\"g1.\"", "17", "\"g1.AAAA\"")) {
                assertThat(modernCall(client, ALL, answer + wrong + ",")
                                .json()
                                .at("/error/code")
                                .asInt())
                        .as(wrong)
                        .isEqualTo(-32602);
            }
            assertThat(modernCall(client, ALL, answer + state + ",\"arguments\":{\"other\":1},")
                            .json()
                            .at("/error/code")
                            .asInt())
                    .as("changed arguments")
                    .isEqualTo(-32602);
            assertThat(modernCall(client, "{\"elicitation\":{}}", answer + state + ",")
                            .json()
                            .at("/error/code")
                            .asInt())
                    .as("changed profile")
                    .isEqualTo(-32602);
            assertThat(client.post(
                                    "tools/call",
                                    "{\"name\":\"u\"," + answer + state + "," + TestClient.metaOf(ALL) + "}")
                            .json()
                            .at("/error/code")
                            .asInt())
                    .as("another tool")
                    .isEqualTo(-32602);
            assertThat(answers).isEmpty();
            TestClient.Reply right = modernCall(client, ALL, answer + state + ",");
            await().until(() -> answers.size() == 1);
            assertThat(modernCall(client, ALL, answer + state + ",")
                            .json()
                            .at("/error/message")
                            .asText())
                    .as("second use")
                    .contains("used before");
            finish(asker, "t");
            assertThat(right.json().has("result")).isTrue();
            assertThat(modernCall(client, ALL, answer + state + ",")
                            .json()
                            .at("/error/message")
                            .asText())
                    .as("when the call is over")
                    .contains("used before");
            assertThat(answers).hasSize(1);
        }
    }

    @Test
    void ofConcurrentRetriesOneGoesOn() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode state = parked(server, client).get("requestState");
            List<TestClient.Reply> retries = new CopyOnWriteArrayList<>();
            Runnable retry = () -> retries.add(modernCall(
                    client, ALL, "\"inputResponses\":{\"q1\":" + ACCEPT + "},\"requestState\":" + state + ","));
            List<Thread> threads = List.of(new Thread(retry), new Thread(retry), new Thread(retry), new Thread(retry));
            threads.forEach(Thread::start);
            await().until(() -> retries.size() == 4 && answers.size() == 1);
            finish(receiver(server), "t");
            assertThat(retries.stream().filter(reply -> reply.json().has("result")))
                    .hasSize(1);
            assertThat(answers).hasSize(1);
        }
    }

    @Test
    void anAnswerThatComesWhileNobodyWaitsIsKeptForTheClient() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode state = parked(server, client).get("requestState");
            finish(receiver(server), "t");
            assertThat(retry(client, "{\"q1\":" + ACCEPT + "}", state)
                            .at("/result/tool")
                            .asText())
                    .isEqualTo("t");
        }
    }

    @Test
    void aClientThatDoesNotComeBackCostsNoMoreThanItsTime() {
        ScriptedServer server = legacy();
        start(server, set -> set.parked(Duration.ofMillis(300)));
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode state = parked(server, client).get("requestState");
            await().untilAsserted(() ->
                    assertThat(server.received).anyMatch(text -> text.contains("notifications/cancelled")));
            assertThat(retry(client, "{\"q1\":" + ACCEPT + "}", state)
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
        }
    }

    @Test
    void aCallWhoseClientDoesNotComeBackDoesNotStandInTheWayOfTheNext() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            parked(server, client);
            TestClient.Reply next = client.post("tools/call", "{\"name\":\"u\"," + TestClient.metaOf(ALL) + "}");
            await().until(() -> calls.containsKey("u"));
            ask(receiver(server), "\"b\"", "elicitation/create", ELICIT);
            JsonNode result = next.json().get("result");
            assertThat(result.get("resultType").asText()).isEqualTo("input_required");
            TestClient.Reply retry = client.post(
                    "tools/call",
                    "{\"name\":\"u\",\"inputResponses\":{\"q1\":" + ACCEPT + "},\"requestState\":"
                            + result.get("requestState") + "," + TestClient.metaOf(ALL) + "}");
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).id()).hasToString("\"b\"");
            finish(receiver(server), "u");
            assertThat(retry.json().at("/result/tool").asText()).isEqualTo("u");
        }
    }

    @Test
    void ofTwoCallsThatAModernClientWaitsForNoneIsGuessed() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply one = modernCall(client, ALL, "");
            TestClient.Reply two = client.post("tools/call", "{\"name\":\"u\"," + TestClient.metaOf(ALL) + "}");
            await().until(() -> calls.size() == 2);
            ask(receiver(server), "\"b\"", "elicitation/create", ELICIT);
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("cannot be told");
            finish(receiver(server), "t");
            finish(receiver(server), "u");
            assertThat(one.json().at("/result/tool").asText()).isEqualTo("t");
            assertThat(two.json().at("/result/tool").asText()).isEqualTo("u");
        }
    }

    @Test
    void callsThatWaitForTheirClientsAreBounded() {
        ScriptedServer server = legacy();
        start(server, set -> set.parkedCalls(1));
        try (TestClient client = new TestClient(gateway.gate())) {
            parked(server, client);
            TestClient.Reply second =
                    client.post("tools/call", "{\"name\":\"u\"," + TestClient.metaOf("{\"elicitation\":{}}") + "}");
            await().until(() -> calls.containsKey("u"));
            ask(receiver(server), "9", "elicitation/create", ELICIT);
            await().until(() -> answers.size() == 1);
            assertThat(answers.get(0).error()).asString().contains("Too many calls wait");
            finish(receiver(server), "u");
            assertThat(second.json().has("result")).isTrue();
        }
    }

    @Test
    void aConnectionThatEndsTakesItsParkedCallsWithIt() {
        ScriptedServer server = legacy();
        start(server);
        TestClient client = new TestClient(gateway.gate());
        parked(server, client);
        client.close();
        await().untilAsserted(
                        () -> assertThat(server.received).anyMatch(text -> text.contains("notifications/cancelled")));
    }

    @Test
    void anErrorThatAsksForAPageBecomesInputRequired() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply reply = modernCall(client, ALL, "");
            await().until(() -> calls.containsKey("t"));
            receiver(server)
                    .receive(
                            JsonText.of(
                                    "{\"jsonrpc\":\"2.0\",\"id\":"
                                            + calls.get("t").id()
                                            + ",\"error\":{\"code\":-32042,\"message\":\"visit\",\"data\":{\"elicitations\":"
                                            + "[{\"mode\":\"url\",\"url\":\"https://example.com/\",\"message\":\"m\",\"elicitationId\":\"e\"}]}}}"));
            JsonNode result = reply.json().get("result");
            assertThat(result.get("resultType").asText()).isEqualTo("input_required");
            assertThat(result.at("/inputRequests/u1/params/url").asText()).isEqualTo("https://example.com/");
        }
    }

    @Test
    void aLegacyServerSeesNothingOfTheModernEra() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            client.post(
                    "tools/call",
                    "{\"name\":\"t\",\"_meta\":{\"progressToken\":\"p\",\"vendor/x\":1.0,"
                            + TestClient.MODERN_META.substring("\"_meta\":{".length()) + "}");
            await().until(() -> calls.containsKey("t"));
            assertThat(calls.get("t").params().toString())
                    .contains("\"vendor/x\":1.0")
                    .contains("progressToken")
                    .doesNotContain("io.modelcontextprotocol");
        }
    }

    // ---- legacy client, modern server ----

    /** A modern server that asks until it has what it wants, and keeps its progress in its state. */
    private static ScriptedServer modern(List<Envelope> seen) {
        return ScriptedServer.modernWithTools(ScriptedServer.tool("t")).on("tools/call", (request, to) -> {
            seen.add(request);
            String params = String.valueOf(request.params());
            ScriptedServer.reply(
                    request,
                    to,
                    params.contains("\"second\"")
                            ? "{\"resultType\":\"complete\",\"content\":[],\"seen\":true}"
                            : params.contains("\"first\"")
                                    ? "{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}},\"requestState\":\"second\"}"
                                    : "{\"resultType\":\"input_required\",\"inputRequests\":{\"a b\":{\"method\":\"elicitation/create\",\"params\":"
                                            + ELICIT
                                            + "},\"s\":{\"method\":\"sampling/createMessage\",\"params\":{}}},\"requestState\":\"first\"}");
        });
    }

    @Test
    void aModernServerAsksALegacyClientByRequestsAndIsCalledAgain() {
        List<Envelope> seen = new CopyOnWriteArrayList<>();
        start(modern(seen));
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = client.post("tools/call", "{\"name\":\"t\",\"arguments\":{\"x\":1.0}}");
            await().until(() -> reply.before.size() == 2);
            for (String text : List.copyOf(reply.before)) {
                JsonNode asked = TestClient.parse(text);
                boolean elicitation = asked.get("method").asText().equals("elicitation/create");
                client.send("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":"
                        + (elicitation ? ACCEPT : "{\"role\":\"assistant\"}") + "}");
            }
            await().until(() -> reply.before.size() == 3);
            JsonNode roots = TestClient.parse(reply.before.get(2));
            assertThat(roots.get("method").asText()).isEqualTo("roots/list");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + roots.get("id") + ",\"result\":{\"roots\":[]}}");
            assertThat(reply.json().at("/result/seen").asBoolean()).isTrue();
            assertThat(seen).hasSize(3);
            assertThat(seen.get(1).params().toString())
                    .contains("\"inputResponses\":{\"a b\":" + ACCEPT + ",\"s\":{\"role\":\"assistant\"}}")
                    .contains("\"requestState\":\"first\"")
                    .contains("\"arguments\":{\"x\":1.0}");
            assertThat(seen.get(2).params().toString())
                    .contains("\"inputResponses\":{\"k\":{\"roots\":[]}}")
                    .contains("\"requestState\":\"second\"")
                    .doesNotContain("first");
        }
    }

    /** Revision 2025-11-25 requires it, and 2026-07-28 has removed it. */
    @Test
    void aPageThatAModernServerWantsVisitedGetsAnIdForALegacyClient() {
        start(
                ScriptedServer.modernWithTools(ScriptedServer.tool("t"))
                        .on(
                                "tools/call",
                                (request, to) -> ScriptedServer.reply(
                                        request,
                                        to,
                                        "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":{\"method\":\"elicitation/create\","
                                                + "\"params\":{\"mode\":\"url\",\"url\":\"https://e.x/\",\"message\":\"m\"}}}}")));
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            JsonNode asked = question(client.post("tools/call", "{\"name\":\"t\"}"));

            assertThat(asked.at("/params/url").asText()).isEqualTo("https://e.x/");
            assertThat(asked.at("/params/elicitationId").asText()).isNotEmpty();
        }
    }

    @Test
    void whatALegacyClientRefusesEndsTheCallOfAModernServer() {
        start(modern(new CopyOnWriteArrayList<>()));
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            TestClient.Reply reply = client.post("tools/call", "{\"name\":\"t\"}");
            await().until(() -> reply.before.size() == 2);
            for (String text : List.copyOf(reply.before)) {
                client.send(
                        "{\"jsonrpc\":\"2.0\",\"id\":" + TestClient.parse(text).get("id")
                                + ",\"error\":{\"code\":-1,\"message\":\"the user said no\"}}");
            }
            assertThat(reply.json().at("/error/message").asText()).isEqualTo("the user said no");
        }
    }

    @Test
    void aModernServerThatNeverHasEnoughIsStopped() {
        start(ScriptedServer.modernWithTools(ScriptedServer.tool("t"))
                .result("tools/call", "{\"resultType\":\"input_required\",\"requestState\":\"again\"}"));
        try (TestClient client = TestClient.legacy(gateway.gate(), ALL)) {
            assertThat(client.request("tools/call", "{\"name\":\"t\"}")
                            .at("/error/message")
                            .asText())
                    .contains("32 times");
        }
    }

    @Test
    void aModernServerHearsOfALegacyClientWithEachRequest() {
        List<Envelope> seen = new CopyOnWriteArrayList<>();
        start(modern(seen));
        try (TestClient client = TestClient.legacy(gateway.gate(), "{\"roots\":{}}")) {
            client.request("logging/setLevel", "{\"level\":\"warning\"}");
            client.post("tools/call", "{\"name\":\"t\",\"_meta\":{\"progressToken\":5,\"vendor/x\":1.0}}");
            await().until(() -> seen.size() == 1);
            JsonNode meta = TestClient.parse(seen.get(0).params().toString()).get("_meta");
            assertThat(meta.get("io.modelcontextprotocol/protocolVersion").asText())
                    .isEqualTo("2026-07-28");
            assertThat(meta.get("io.modelcontextprotocol/clientCapabilities").toString())
                    .isEqualTo("{\"roots\":{}}");
            assertThat(meta.at("/io.modelcontextprotocol~1clientInfo/name").asText())
                    .isEqualTo("t");
            assertThat(meta.get("io.modelcontextprotocol/logLevel").asText()).isEqualTo("warning");
            assertThat(meta.get("progressToken").isNumber()).isTrue();
            assertThat(meta.get("vendor/x").toString()).isEqualTo("1.0");
        }
    }

    // ---- modern client, modern server ----

    @Test
    void aModernServersQuestionsGoToAModernClientWithItsStateUnderSeal() {
        List<Envelope> seen = new CopyOnWriteArrayList<>();
        start(modern(seen));
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode result = modernCall(client, ALL, "").json().get("result");
            assertThat(result.at("/inputRequests/a b/params").toString()).isEqualTo(ELICIT);
            assertThat(result.get("requestState").asText()).startsWith("g1.").doesNotContain("first");
            JsonNode next = retry(client, "{\"a b\":" + ACCEPT + ",\"s\":{}}", result.get("requestState"));
            assertThat(seen.get(1).params().toString())
                    .contains("\"requestState\":\"first\"")
                    .contains("\"inputResponses\":{\"a b\":" + ACCEPT + ",\"s\":{}}");
            JsonNode last = retry(client, "{\"k\":{\"roots\":[]}}", next.at("/result/requestState"));
            assertThat(last.at("/result/seen").asBoolean()).isTrue();
            assertThat(modernCall(client, ALL, "\"requestState\":\"first\",")
                            .json()
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
            assertThat(seen).hasSize(3);
        }
    }
}
