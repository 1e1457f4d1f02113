package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of both eras. */
class TasksTest {
    private static final String EXTENSION =
            "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}},\"elicitation\":{}}";
    private static final String STATE = "\"status\":\"working\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"x\":1.0";

    @TempDir
    Path home;

    private McpGateway gateway;
    private final List<Envelope> waiting = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    private void start(ScriptedServer server) {
        start(server, GatewayOptions.defaults());
    }

    private void start(ScriptedServer server, GatewayOptions options) {
        gateway = McpGateway.builder()
                .home(home)
                .options(options)
                .server("s", server)
                .build();
        gateway.start();
    }

    private ScriptedServer legacy() {
        return new ScriptedServer(
                        "{\"tools\":{},\"tasks\":{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}}")
                .result(
                        "tools/list",
                        "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"},\"execution\":{\"taskSupport\":\"required\"}}]}")
                .result("tools/call", "{\"task\":{\"taskId\":\"one\"," + STATE + ",\"ttl\":60000}}")
                .result("tasks/get", "{\"taskId\":\"one\"," + STATE + ",\"ttl\":60000}")
                .result("tasks/cancel", "{\"taskId\":\"one\",\"status\":\"cancelled\"}")
                .on("tasks/result", (request, to) -> waiting.add(request));
    }

    private static Receiver receiver(ScriptedServer server) {
        return server.receivers.get(server.receivers.size() - 1);
    }

    private static JsonNode about(TestClient client, String method) {
        return client.request(method, "{\"taskId\":\"one\"}");
    }

    @Test
    void aTaskOfALegacyServerIsFoundAgainByWhoMadeIt() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate());
                TestClient other = TestClient.legacy(gateway.gate())) {
            assertThat(about(client, "tasks/get").at("/error/code").asInt()).isEqualTo(-32602);
            JsonNode made = client.request("tools/call", "{\"name\":\"t\",\"task\":{\"ttl\":60000}}");
            assertThat(made.at("/result/task/taskId").asText()).isEqualTo("one");
            assertThat(about(client, "tasks/get").at("/result/x").toString()).isEqualTo("1.0");
            assertThat(client.request("tasks/list", "{}")
                            .at("/result/tasks/0/taskId")
                            .asText())
                    .isEqualTo("one");
            assertThat(other.request("tasks/list", "{}").at("/result/tasks")).isEmpty();
            TestClient.Reply result = client.post("tasks/result", "{\"taskId\":\"one\"}");
            await().until(() -> waiting.size() == 1);
            ScriptedServer.reply(waiting.get(0), receiver(server), "{\"content\":[],\"done\":true}");
            assertThat(result.json().at("/result/done").asBoolean()).isTrue();
            assertThat(about(client, "tasks/cancel").at("/result/status").asText())
                    .isEqualTo("cancelled");
            assertThat(about(client, "tasks/update").at("/error/code").asInt()).isEqualTo(-32601);
        }
    }

    @Test
    void aResultThatIsWaitedForIsHandedOverWhenTheGatewayEnds() throws Exception {
        ScriptedServer server = legacy();
        start(server, TestLimits.with(limits -> limits.drain(Duration.ofMinutes(1))));
        TestClient client = TestClient.legacy(gateway.gate());
        client.request("tools/call", "{\"name\":\"t\",\"task\":{\"ttl\":60000}}");
        TestClient.Reply result = client.post("tasks/result", "{\"taskId\":\"one\"}");
        await().until(() -> waiting.size() == 1);
        Receiver workload = receiver(server);
        Thread closer = new Thread(gateway::close);
        closer.start();
        await().until(() ->
                client.request("ping", "{}").at("/error/code").asInt() == ErrorCode.SERVER_UNAVAILABLE.jsonRpcCode());
        ScriptedServer.reply(waiting.get(0), workload, "{\"content\":[],\"done\":true}");
        assertThat(result.json().at("/result/done").asBoolean()).isTrue();
        closer.join(20_000);
        assertThat(closer.isAlive()).isFalse();
    }

    @Test
    void requestsAboutTasksCountAtTheServerLikeCalls() {
        ScriptedServer server = legacy();
        start(server, TestLimits.with(limits -> limits.pendingPerServer(1)));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("tools/call", "{\"name\":\"t\",\"task\":{\"ttl\":60000}}");
            TestClient.Reply result = client.post("tasks/result", "{\"taskId\":\"one\"}");
            await().until(() -> waiting.size() == 1);
            assertThat(about(client, "tasks/get").at("/error/code").asInt()).isEqualTo(ErrorCode.LIMIT.jsonRpcCode());
            assertThat(client.request("tools/call", "{\"name\":\"t\",\"task\":{}}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(ErrorCode.LIMIT.jsonRpcCode());
            assertThat(client.request("tasks/list", "{}").at("/error/code").asInt())
                    .as("a task is not left out of a list because nobody could ask about it")
                    .isEqualTo(ErrorCode.LIMIT.jsonRpcCode());
            ScriptedServer.reply(waiting.get(0), receiver(server), "{\"content\":[],\"done\":true}");
            assertThat(result.json().at("/result/done").asBoolean()).isTrue();
            assertThat(client.request("tasks/list", "{}").at("/result/tasks")).hasSize(1);
        }
    }

    @Test
    void aListAsksForNoMoreStatesAtOnceThanAServerMayHaveRequests() {
        List<Runnable> answers = new CopyOnWriteArrayList<>();
        ScriptedServer server = naming(",\"ttl\":60000");
        server.on(
                "tasks/get",
                (request, to) -> answers.add(() -> ScriptedServer.reply(
                        request,
                        to,
                        "{\"taskId\":"
                                + TestClient.parse(request.params().toString()).get("taskId") + "," + STATE + "}")));
        start(server, TestLimits.with(limits -> limits.pendingPerServer(2)));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            List.of("a", "b", "c").forEach(id -> make(client, id));
            TestClient.Reply first = client.post("tasks/list", "{}");
            await().until(() -> answers.size() == 2);
            answers.forEach(Runnable::run);
            JsonNode page = first.json().get("result");
            assertThat(page.get("tasks").findValuesAsText("taskId")).containsExactly("a", "b");
            answers.clear();
            TestClient.Reply second = client.post("tasks/list", "{\"cursor\":" + page.get("nextCursor") + "}");
            await().until(() -> answers.size() == 1);
            answers.forEach(Runnable::run);
            assertThat(second.json().at("/result/tasks").findValuesAsText("taskId"))
                    .containsExactly("c");
        }
    }

    @Test
    void aListThatIsCancelledIsCancelledAtTheServer() {
        List<Envelope> asked = new CopyOnWriteArrayList<>();
        ScriptedServer server = naming(",\"ttl\":60000").on("tasks/get", (request, to) -> asked.add(request));
        start(server, TestLimits.with(limits -> limits.pendingPerServer(2)));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            List.of("a", "b").forEach(id -> make(client, id));
            client.send("{\"jsonrpc\":\"2.0\",\"id\":\"list\",\"method\":\"tasks/list\"}");
            await().until(() -> asked.size() == 2);
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                    + "\"params\":{\"requestId\":\"list\"}}");
            await().untilAsserted(() -> assertThat(server.received.stream()
                            .filter(text -> text.contains("notifications/cancelled"))
                            .map(text -> TestClient.parse(text)
                                    .at("/params/requestId")
                                    .toString()))
                    .containsExactlyInAnyOrderElementsOf(asked.stream()
                            .map(request -> String.valueOf(request.id()))
                            .toList()));
            // and takes no place any more
            assertThat(make(client, "c").has("result")).isTrue();
        }
    }

    @Test
    void progressOfATaskGoesOnWhenItsCallIsAnswered() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("tools/call", "{\"name\":\"t\",\"task\":{},\"_meta\":{\"progressToken\":\"mine\"}}");
            String sent = server.received.stream()
                    .filter(text -> text.contains("tools/call"))
                    .findFirst()
                    .orElseThrow();
            String token =
                    TestClient.parse(sent).at("/params/_meta/progressToken").toString();
            receiver(server)
                    .receive(JsonText.of(
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                                    + token + ",\"progress\":1}}"));
            await().untilAsserted(() ->
                    assertThat(client.unsolicited).anyMatch(text -> text.contains("\"progressToken\":\"mine\"")));
        }
    }

    @Test
    void aToolThatIsATaskOnlyIsCalledSoForAModernClientAndItsResultFetched() {
        ScriptedServer server = legacy();
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            TestClient.Reply reply = client.post("tools/call", "{\"name\":\"t\"," + TestClient.metaOf(EXTENSION) + "}");
            await().until(() -> waiting.size() == 1);
            receiver(server)
                    .receive(JsonText.of(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\","
                                    + "\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"one\"}}}}"));
            JsonNode parked = reply.json().get("result");
            assertThat(parked.get("resultType").asText()).isEqualTo("input_required");
            TestClient.Reply retry = client.post(
                    "tools/call",
                    "{\"name\":\"t\",\"inputResponses\":{\"q1\":{\"action\":\"accept\"}},\"requestState\":"
                            + parked.get("requestState") + "," + TestClient.metaOf(EXTENSION) + "}");
            await().untilAsserted(
                            () -> assertThat(server.received).last().asString().contains("accept"));
            ScriptedServer.reply(waiting.get(0), receiver(server), "{\"content\":[],\"done\":true}");
            assertThat(retry.json().at("/result/done").asBoolean()).isTrue();
        }
    }

    @Test
    void aTaskOfAModernServerIsFoundAgain() {
        ScriptedServer server = ScriptedServer.modernWithTools(ScriptedServer.tool("t"))
                .result("tools/call", "{\"resultType\":\"task\",\"taskId\":\"one\"," + STATE + ",\"ttlMs\":1000}")
                .result("tasks/get", "{\"resultType\":\"complete\",\"taskId\":\"one\"," + STATE + "}")
                .result("tasks/update", "{\"resultType\":\"complete\"}");
        start(server);
        try (TestClient client = new TestClient(gateway.gate())) {
            String meta = TestClient.metaOf(EXTENSION);
            assertThat(client.request("tools/call", "{\"name\":\"t\"," + meta + "}")
                            .at("/result/taskId")
                            .asText())
                    .isEqualTo("one");
            assertThat(client.request("tasks/get", "{\"taskId\":\"one\"," + meta + "}")
                            .at("/result/status")
                            .asText())
                    .isEqualTo("working");
            assertThat(client.request("tasks/update", "{\"taskId\":\"one\",\"inputResponses\":{}," + meta + "}")
                            .has("result"))
                    .isTrue();
            assertThat(client.request("tasks/get", "{\"taskId\":\"two\"," + meta + "}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
            assertThat(client.modern("tasks/get", "{\"taskId\":\"one\"}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32021);
            assertThat(client.request("tasks/result", "{\"taskId\":\"one\"," + meta + "}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32601);
        }
    }

    /** A server whose tasks are called as the tool's argument {@code id} says. */
    private static ScriptedServer naming(String life) {
        return new ScriptedServer(
                        "{\"tools\":{},\"tasks\":{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}}")
                .result(
                        "tools/list",
                        "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"},\"execution\":{\"taskSupport\":\"optional\"}}]}")
                .result("tasks/cancel", "{\"status\":\"cancelled\"}")
                .on(
                        "tools/call",
                        (request, to) -> ScriptedServer.reply(
                                request,
                                to,
                                "{\"task\":{\"taskId\":"
                                        + TestClient.parse(request.params().toString())
                                                .at("/arguments/id")
                                        + "," + STATE + life + "}}"))
                .on(
                        "tasks/get",
                        (request, to) -> ScriptedServer.reply(
                                request,
                                to,
                                "{\"taskId\":"
                                        + TestClient.parse(request.params().toString())
                                                .get("taskId")
                                        + "," + STATE + "}"));
    }

    private static JsonNode make(TestClient client, String id) {
        return client.request(
                "tools/call", "{\"name\":\"t\",\"arguments\":{\"id\":\"" + id + "\"},\"task\":{\"ttl\":60000}}");
    }

    @Test
    void aSecondTaskWithTheSameIdIsRefusedAndCancelled() {
        ScriptedServer server = naming(",\"ttl\":null");
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(make(client, "same").at("/result/task/taskId").asText()).isEqualTo("same");
            assertThat(make(client, "same").at("/error/message").asText()).contains("another task");
            await().untilAsserted(() -> assertThat(server.received)
                    .anyMatch(text -> text.contains("tasks/cancel") && text.contains("\"same\"")));
        }
    }

    @Test
    void anIdOfAnotherSessionIsNotTakenForOnesOwn() {
        ScriptedServer server = naming("");
        start(server);
        try (TestClient one = TestClient.legacy(gateway.gate());
                TestClient two = TestClient.legacy(gateway.gate());
                TestClient three = TestClient.legacy(gateway.gate())) {
            make(one, "1");
            // One principal's: a client that has come back in a new session finds its task.
            assertThat(three.request("tasks/get", "{\"taskId\":\"1\"}").has("result"))
                    .isTrue();
            assertThat(make(two, "1").has("result")).isTrue();
            assertThat(one.request("tasks/get", "{\"taskId\":\"1\"}").has("result"))
                    .isTrue();
            assertThat(two.request("tasks/list", "{}").at("/result/tasks")).hasSize(1);
            // Which of the two it means is not known.
            assertThat(three.request("tasks/get", "{\"taskId\":\"1\"}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
        }
    }

    @Test
    void aSessionHasManyTasksButNotAnyNumberAndListsThemPageByPage() {
        ScriptedServer server = naming(",\"ttl\":9000000000000000000");
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate());
                TestClient other = TestClient.legacy(gateway.gate())) {
            for (int i = 0; i < 1000; i++) {
                assertThat(make(client, "id-" + i).has("result")).isTrue();
            }
            assertThat(make(client, "more").at("/error/message").asText()).contains("1000");
            assertThat(make(other, "more").has("result")).isTrue();
            List<String> listed = new ArrayList<>();
            String params = "{}";
            while (true) {
                JsonNode page = client.request("tasks/list", params).get("result");
                page.get("tasks").forEach(task -> listed.add(task.get("taskId").asText()));
                if (!page.has("nextCursor")) {
                    break;
                }
                assertThat(page.get("tasks")).hasSize(100);
                params = "{\"cursor\":" + page.get("nextCursor") + "}";
            }
            assertThat(listed)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> "id-" + i).toList());
            for (String bad : List.of("\"x\"", "\"-1\"", "\"99999999999999999999\"", "\"\"")) {
                assertThat(client.request("tasks/list", "{\"cursor\":" + bad + "}")
                                .at("/error/code")
                                .asInt())
                        .as(bad)
                        .isEqualTo(-32602);
            }
        }
    }
}
