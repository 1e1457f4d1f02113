package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the rounds of a legacy client at a modern server end, and what the client may not be asked. */
class InputRoundsTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
    private static final String FORM =
            "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}";

    @TempDir
    Path home;

    private McpGateway gateway;
    private ScriptedServer server;

    @AfterEach
    void close() {
        gateway.close();
    }

    private TestClient start(String capabilities, String inputRequests) {
        server = ScriptedServer.modernWithTools(ScriptedServer.tool("t"))
                .result(
                        "tools/call",
                        "{\"resultType\":\"input_required\",\"inputRequests\":" + inputRequests
                                + ",\"requestState\":\"s\"}");
        ScriptedServerProvider.serve(server);
        ServerEntry entry = ServerEntry.builder("s", ServerType.JVM)
                .provider("scripted")
                .isolation(Isolation.CALL)
                .build();
        gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()))
                .enable("s")
                .build();
        gateway.start();
        return TestClient.legacy(gateway.gate(), capabilities);
    }

    private long calls() {
        return server.received.stream()
                .filter(text -> text.contains("\"tools/call\""))
                .count();
    }

    private static List<JsonNode> asked(TestClient.Reply reply) {
        return reply.before.stream()
                .map(TestClient::parse)
                .filter(message -> message.has("id"))
                .toList();
    }

    private static List<String> withdrawn(TestClient.Reply reply) {
        return reply.before.stream()
                .map(TestClient::parse)
                .filter(message -> message.get("method").asText().equals("notifications/cancelled"))
                .map(message -> message.at("/params/requestId").toString())
                .toList();
    }

    @Test
    void aClientThatCancelsWhileItIsAskedIsNotAskedAnyMoreAndItsWorkloadIsFree() {
        try (TestClient client = start("{\"elicitation\":{}}", "{\"a\":" + FORM + ",\"b\":" + FORM + "}")) {
            TestClient.Reply reply = client.send(CALL);
            await().until(() -> asked(reply).size() == 2);
            await().untilAsserted(() ->
                    assertThat(server.receivers).as("that of the call alone").hasSize(1));
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"c\"}}");

            assertThat(withdrawn(reply))
                    .containsExactlyElementsOf(asked(reply).stream()
                            .map(question -> question.get("id").toString())
                            .toList());
            await().untilAsserted(() -> assertThat(server.receivers).isEmpty());

            for (JsonNode question : asked(reply)) {
                client.send("{\"jsonrpc\":\"2.0\",\"id\":" + question.get("id")
                        + ",\"result\":{\"action\":\"accept\",\"content\":{}}}");
            }
            assertThat(calls()).isOne();
            assertThat(reply.response).isNotDone();
        }
    }

    @Test
    void aRefusedQuestionEndsTheCallAndWithdrawsTheOthers() {
        try (TestClient client = start("{\"elicitation\":{}}", "{\"a\":" + FORM + ",\"b\":" + FORM + "}")) {
            TestClient.Reply reply = client.send(CALL);
            await().until(() -> asked(reply).size() == 2);
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + asked(reply).get(1).get("id")
                    + ",\"error\":{\"code\":-1,\"message\":\"the user said no\"}}");

            assertThat(reply.json().at("/error/message").asText()).isEqualTo("the user said no");
            assertThat(withdrawn(reply))
                    .containsExactly(asked(reply).get(0).get("id").toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[],\"maxTokens\":1}}",
                "{\"method\":\"roots/list\"}",
                "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"url\":\"https://e.x/\",\"message\":\"m\"}}",
                "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"x\"}}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"rm\"}}",
                "{\"method\":\"ping\"}",
                "{\"method\":\"notifications/cancelled\"}",
                "{\"method\":7}",
                "{}",
                "\"elicitation/create\"",
                "{\"method\":\"elicitation/create\",\"params\":[]}"
            })
    void whatAServerMayNotAskEndsTheCallAndReachesNobody(String question) {
        try (TestClient client = start("{\"elicitation\":{}}", "{\"a\":" + FORM + ",\"b\":" + question + "}")) {
            TestClient.Reply reply = client.send(CALL);

            assertThat(reply.json().at("/error/code").asInt()).isEqualTo(1503);
            assertThat(reply.json().at("/error/message").asText()).startsWith("The server asks for input");
            assertThat(reply.before).isEmpty();
            assertThat(calls()).isOne();
        }
    }
}
