package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.spi.ClientGate.Receipt;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON-RPC batches at the gate: in which sessions there are any, and what may be in them. */
class BatchesTest {
    @TempDir
    Path home;

    private final List<Runnable> answers = new CopyOnWriteArrayList<>();
    private final ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
            .on("tools/call", (request, to) -> answers.add(() -> ScriptedServer.reply(request, to, "{\"ok\":1}")));
    private McpGateway gateway;

    @BeforeEach
    void start() {
        gateway = McpGateway.builder().home(home).server("s", server).build();
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private TestClient session(String revision) {
        TestClient client = new TestClient(gateway.gate());
        client.request(
                "initialize",
                "{\"protocolVersion\":\"" + revision
                        + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return client;
    }

    private static String call(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
    }

    private static String ping(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}";
    }

    @Test
    void requestsOfABatchAreAnsweredTogether() {
        try (TestClient client = session("2025-03-26")) {
            TestClient.Reply reply = client.send("[\n" + call(101) + ",\n" + ping(102) + ", " + call(103) + "\n]");
            assertThat(client.receipt.kind()).isEqualTo(Receipt.Kind.REQUEST);
            await().until(() -> answers.size() == 2);
            assertThat(reply.response).isNotDone();
            answers.forEach(Runnable::run);
            JsonNode all = reply.json();
            assertThat(all.findValuesAsText("id")).containsExactly("101", "102", "103");
            assertThat(all.get(0).at("/result/ok").asInt()).isEqualTo(1);
            assertThat(reply.status).isCompletedWithValue(ReplyStatus.ANSWERED);
        }
    }

    @Test
    void aCancellationInTheSameBatchIsHeard() {
        try (TestClient client = session("2025-03-26")) {
            TestClient.Reply reply = client.send("[" + call(101) + "," + ping(102)
                    + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":101}}]");
            assertThat(reply.json().findValuesAsText("id")).containsExactly("102");
        }
    }

    @Test
    void notificationsAndResponsesHaveNoAnswer() {
        try (TestClient client = session("2025-03-26")) {
            TestClient.Reply reply = client.send(
                    "[{\"jsonrpc\":\"2.0\",\"method\":\"x\"},{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}]");
            assertThat(client.receipt.kind()).isEqualTo(Receipt.Kind.ONE_WAY);
            assertThat(reply.response).isNotDone();
        }
    }

    @Test
    void whatIsNoMessageHasAnErrorOfItsOwn() {
        try (TestClient client = session("2025-03-26")) {
            JsonNode all = client.send(
                            "[1,[" + ping(1) + "],{},{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}," + ping(102)
                                    + "," + ping(103).replace("\"id\"", "\"id\":1,\"id\"")
                                    + ",{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"no/such\"}]")
                    .json();
            assertThat(all.findValuesAsText("code"))
                    .containsExactly("-32600", "-32600", "-32600", "-32600", "-32600", "-32601");
            assertThat(all.get(0).get("id").isNull()).isTrue();
            assertThat(all.get(1).get("id").isNull()).isTrue();
            assertThat(all.get(3).get("id").asInt()).isEqualTo(5);
            assertThat(all.get(4).has("result")).isTrue();
        }
    }

    @Test
    void twoOfOneIdAreOneRequest() {
        try (TestClient client = session("2025-03-26")) {
            TestClient.Reply reply = client.send("[" + call(101) + "," + call(101) + "]");
            await().until(() -> answers.size() == 1);
            answers.get(0).run();
            assertThat(reply.json().get(0).has("result")).isTrue();
            assertThat(reply.json().get(1).at("/error/message").asText()).contains("in flight");
        }
    }

    @Test
    void theHandshakeAndModernRequestsAreNotPartOfABatch() {
        try (TestClient client = session("2025-03-26")) {
            JsonNode all = client.send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                            + "{\"protocolVersion\":\"2025-03-26\"}},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":"
                            + "\"tools/list\",\"params\":{" + TestClient.MODERN_META + "}},"
                            + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"server/discover\"}]")
                    .json();
            assertThat(all.findValuesAsText("code")).containsExactly("-32600", "-32600", "-32600");
            assertThat(all.findValuesAsText("message")).allMatch(text -> text.endsWith("cannot be part of a batch"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25"})
    void otherRevisionsHaveNoBatches(String revision) {
        try (TestClient client = session(revision)) {
            TestClient.Reply reply = client.send("[" + ping(1) + "]");
            assertThat(client.receipt.kind()).isEqualTo(Receipt.Kind.INVALID);
            assertThat(reply.json().at("/error/code").asInt()).isEqualTo(-32600);
            assertThat(reply.status).isCompletedWithValue(ReplyStatus.MALFORMED);
        }
    }

    @Test
    void thereAreNoneBeforeTheHandshake() {
        try (TestClient client = new TestClient(gateway.gate())) {
            assertThat(client.send("[" + ping(1) + "]").json().at("/error/code").asInt())
                    .isEqualTo(-32600);
        }
    }

    @Test
    void theEndOfTheConversationEndsABatch() {
        TestClient client = session("2025-03-26");
        TestClient.Reply reply = client.send("[" + call(101) + "," + call(102) + "]");
        await().until(() -> answers.size() == 2);
        client.close();
        assertThat(reply.cancelled).isCompleted();
        assertThat(reply.response).isNotDone();
    }
}
