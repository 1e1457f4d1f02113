package io.mcpgateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a trip through the SDK keeps and what it loses; {@code docs/extending.md} tells the same. */
@Timeout(60)
class RoundTripTest {
    private static final Map<String, Object> SCHEMA = Map.of(
            "type", "object",
            "properties", Map.of("n", Map.of("type", "number", "x-vendor", true)),
            "$comment", "kept");

    private static JavaServer echo() {
        return McpSdk.server(provider -> McpSdk.sync(provider)
                .serverInfo("echo", "1.0")
                .toolCall(
                        Tool.builder("echo", SCHEMA)
                                .meta(Map.of("vendor/key", List.of(1, 2)))
                                .build(),
                        (exchange, call) -> CallToolResult.builder()
                                .addTextContent("\u00e9 \ud83d\ude00 line\nbreak")
                                .structuredContent(call.arguments())
                                .meta(Map.of("vendor/key", "m"))
                                .build())
                .build());
    }

    @Test
    void schemasMetadataArgumentsAndStructuredContentSurvive() {
        try (JavaServer server = echo();
                McpSyncClient client = McpSdk.connect(() -> new DirectGate(server))) {
            Tool tool = client.listTools().tools().get(0);
            assertThat(tool.inputSchema()).isEqualTo(SCHEMA);
            assertThat(tool.meta()).containsEntry("vendor/key", List.of(1, 2));

            Map<String, Object> arguments = Map.of(
                    "n",
                    9007199254740993L,
                    "big",
                    new java.math.BigInteger("1".repeat(40)),
                    "nested",
                    List.of(Map.of("b", true)));
            CallToolResult result = client.callTool(
                    CallToolRequest.builder("echo").arguments(arguments).build());
            assertThat(result.structuredContent()).isEqualTo(arguments);
            assertThat(result.meta()).containsEntry("vendor/key", "m");
            assertThat(((McpSchema.TextContent) result.content().get(0)).text())
                    .isEqualTo("\u00e9 \ud83d\ude00 line\nbreak");
        }
    }

    @Test
    void membersThatTheSdkDoesNotKnowAreLostAtTheClient() {
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> call.result("""
                        {"content":[{"type":"text","text":"x","vendor":1}],"vendor":2,"_meta":{"vendor":3}}"""));
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            CallToolResult result =
                    client.callTool(CallToolRequest.builder("any").build());
            JsonNode seen = ScriptedGate.JSON.valueToTree(result);
            assertThat(seen.has("vendor")).isFalse();
            assertThat(seen.path("content").path(0).has("vendor")).isFalse();
            assertThat(seen.path("_meta").path("vendor").asInt()).isEqualTo(3);
        }
    }

    @Test
    void decimalsAreRoundedToDoublesAtEachEnd() {
        try (JavaServer server = echo();
                RawGateway gateway = RawGateway.ready(server)) {
            gateway.request(
                    "1", "tools/call", "{\"name\":\"echo\",\"arguments\":{\"n\":0.1000000000000000055,\"m\":1E2}}");
            assertThat(gateway.texts).last().asString().contains("\"n\":0.1,").contains("\"m\":100.0");
        }
    }

    @Test
    void progressAndQuestionsPassInBothDirections() {
        List<Double> progress = new CopyOnWriteArrayList<>();
        try (JavaServer server = McpSdk.server(provider -> McpSdk.sync(provider)
                .toolCall(Tool.builder("ask", Map.of("type", "object")).build(), (exchange, call) -> {
                    exchange.progressNotification(
                            McpSchema.ProgressNotification.builder(call.meta().get("progressToken"), 0.5)
                                    .build());
                    McpSchema.ElicitResult answer = exchange.createElicitation(McpSchema.ElicitFormRequest.builder(
                                    "Name?", Map.of("type", "object", "properties", Map.of()))
                            .build());
                    return CallToolResult.builder()
                            .addTextContent("Hello " + answer.content().get("name"))
                            .build();
                })
                .build())) {
            McpSyncClient client = McpClient.sync(new GateTransport(() -> new DirectGate(server)))
                    .jsonSchemaValidator(SdkJson.validator())
                    .capabilities(
                            McpSchema.ClientCapabilities.builder().elicitation().build())
                    .elicitation(question -> McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                            .content(Map.of("name", "Ada"))
                            .build())
                    .progressConsumer(notification -> progress.add(notification.progress()))
                    .build();
            CallToolResult result = client.callTool(
                    CallToolRequest.builder("ask").progressToken("p").build());
            assertThat(((McpSchema.TextContent) result.content().get(0)).text()).isEqualTo("Hello Ada");
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(progress).containsExactly(0.5));
            client.close();
        }
    }
}
