package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in pages, as clients of both eras get them. */
class ListPagingTest {
    @TempDir
    Path home;

    private McpGateway gateway;

    private void start(McpGateway.Builder builder) {
        gateway = builder.home(home).build();
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String[] tools(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ScriptedServer.tool(prefix + i))
                .toArray(String[]::new);
    }

    private static List<String> walk(TestClient client, boolean modern, String method, String list) {
        List<String> seen = new ArrayList<>();
        String params = "{}";
        do {
            JsonNode answer = modern ? client.modern(method, params) : client.request(method, params);
            JsonNode result = answer.get("result");
            assertThat(result).as(answer.toString()).isNotNull();
            assertThat(result.get(list).size()).isBetween(1, 3);
            assertThat(result.has("resultType")).isEqualTo(modern);
            result.get(list).forEach(entry -> seen.add(entry.elements().next().asText()));
            params = result.has("nextCursor") ? "{\"cursor\":" + result.get("nextCursor") + "}" : null;
        } while (params != null);
        return seen;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyListIsWalkedThroughByItsCursors(boolean modern) {
        ScriptedServer server = new ScriptedServer("{\"tools\":{},\"prompts\":{},\"resources\":{}}")
                .result("tools/list", "{\"tools\":[" + String.join(",", tools("t", 7)) + "]}")
                .result("prompts/list", list("prompts", "name", "p"))
                .result("resources/list", list("resources", "uri", "x:"))
                .result("resources/templates/list", list("resourceTemplates", "uriTemplate", "y:{a}"));
        start(McpGateway.builder().options(TestLimits.page(3, 1 << 20)).server("s", server));
        try (TestClient client = modern ? new TestClient(gateway.gate()) : TestClient.legacy(gateway.gate())) {
            assertThat(walk(client, modern, "tools/list", "tools"))
                    .containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6");
            assertThat(walk(client, modern, "prompts/list", "prompts")).containsExactly("p0", "p1", "p2", "p3", "p4");
            assertThat(walk(client, modern, "resources/list", "resources"))
                    .containsExactly("x:0", "x:1", "x:2", "x:3", "x:4");
            assertThat(walk(client, modern, "resources/templates/list", "resourceTemplates"))
                    .containsExactly("y:{a}0", "y:{a}1", "y:{a}2", "y:{a}3", "y:{a}4");
        }
    }

    private static String list(String list, String key, String prefix) {
        List<String> entries = IntStream.range(0, 5)
                .mapToObj(i -> "{\"" + key + "\":\"" + prefix + i + "\",\"name\":\"n\"}")
                .map(entry -> key.equals("name") ? entry.replace(",\"name\":\"n\"", "") : entry)
                .toList();
        return "{\"" + list + "\":[" + String.join(",", entries) + "]}";
    }

    @Test
    void aPolicysListIsPagedWithoutWhatItHides() {
        Policy policy = question -> CompletableFuture.completedFuture(
                question.capability().matches("t[1-4]") ? Policy.Decision.deny("no") : Policy.Decision.ALLOW);
        start(McpGateway.builder()
                .options(TestLimits.page(3, 1 << 20))
                .policy(policy)
                .server("s", ScriptedServer.withTools(tools("t", 11))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(walk(client, false, "tools/list", "tools"))
                    .containsExactly("t0", "t5", "t6", "t7", "t8", "t9", "t10");
        }
    }

    @Test
    void aServersNewListIsGoneOnWithWhereTheOldOneWasLeft() {
        ScriptedServer server = ScriptedServer.withTools(tools("t", 6));
        start(McpGateway.builder().options(TestLimits.page(3, 1 << 20)).server("s", server));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            JsonNode first = client.request("tools/list", "{}").get("result");
            server.result(
                    "tools/list",
                    "{\"tools\":[" + String.join(",", tools("new", 2)) + "," + ScriptedServer.tool("t1") + ","
                            + ScriptedServer.tool("t3") + "," + ScriptedServer.tool("t4") + "]}");
            server.receivers.forEach(receiver -> receiver.receive(
                    JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}")));
            await().until(() -> client.unsolicited.stream().anyMatch(message -> message.contains("list_changed")));
            JsonNode second = client.request("tools/list", "{\"cursor\":" + first.get("nextCursor") + "}");
            assertThat(second.at("/result/tools").findValuesAsText("name")).containsExactly("t3", "t4");
            assertThat(second.get("result").has("nextCursor")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "\"\"", "null", "7", "{}", "\"AAAAAAAAAAAAAAAAAAAAAA\""})
    void anyOtherCursorIsInvalid(String cursor) {
        start(McpGateway.builder().server("s", ScriptedServer.withTools(tools("t", 5))));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            for (String method : List.of("tools/list", "prompts/list", "resources/list", "resources/templates/list")) {
                JsonNode error =
                        client.request(method, "{\"cursor\":" + cursor + "}").get("error");
                assertThat(error.get("code").asInt()).isEqualTo(-32602);
                assertThat(error.get("message").asText()).isEqualTo("Invalid cursor");
            }
        }
    }
}
