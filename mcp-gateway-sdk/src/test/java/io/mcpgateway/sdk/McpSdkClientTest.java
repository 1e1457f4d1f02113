package io.mcpgateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class McpSdkClientTest {
    private static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static void echo(ScriptedGate.ScriptedConversation conversation, ScriptedGate.Call call) {
        call.text(call.arguments().path("text").asText());
    }

    @Test
    void connectReturnsAClientThatHasShakenHands() {
        try (ScriptedGate gate = new ScriptedGate(McpSdkClientTest::echo);
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            assertThat(client.isInitialized()).isTrue();
            assertThat(client.getServerInfo().name()).isEqualTo("scripted");
            assertThat(client.getServerInstructions()).isEqualTo("be brief");
            assertThat(gate.last().peer.principal()).isEqualTo("local");
            assertThat(gate.last().peer.transport()).isEqualTo("in-memory");
            assertThat(gate.last().oneWay)
                    .extracting(message -> message.path("method").asText())
                    .containsExactly("notifications/initialized");
        }
    }

    @Test
    void connectionsAreToldApart() {
        try (ScriptedGate gate = new ScriptedGate(McpSdkClientTest::echo);
                McpSyncClient one = McpSdk.connect(() -> gate);
                McpSyncClient other = McpSdk.connect(() -> gate)) {
            assertThat(one.isInitialized() && other.isInitialized()).isTrue();
            assertThat(gate.conversations)
                    .extracting(conversation -> conversation.peer.connection())
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    @Test
    void sixteenCallersGetTheirOwnAnswersAThousandTimesEach() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (ScriptedGate gate = new ScriptedGate(McpSdkClientTest::echo);
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                String name = "caller " + caller + " call ";
                done.add(callers.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 1000; i++) {
                        String sent = name + i;
                        right += text(client.callTool(call("echo", Map.of("text", sent))))
                                        .equals(sent)
                                ? 1
                                : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> caller : done) {
                assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo(1000);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void whatBelongsToACallArrivesBeforeItsAnswerAndInOrder() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> {
            for (int i = 1; i <= 100; i++) {
                call.replies()
                        .send(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                + "{\"progressToken\":\"t\",\"progress\":" + i + "}}"));
            }
            call.text("done");
        })) {
            var client = McpClient.async(new GateTransport(() -> gate))
                    .jsonSchemaValidator(SdkJson.validator())
                    .progressConsumer(progress ->
                            reactor.core.publisher.Mono.fromRunnable(() -> seen.add("" + progress.progress())))
                    .build();
            CallToolResult result = client.callTool(
                            CallToolRequest.builder("work").progressToken("t").build())
                    .doOnNext(ignored -> seen.add("answer"))
                    .block();
            assertThat(text(result)).isEqualTo("done");
            assertThat(seen).hasSize(101).startsWith("1.0", "2.0", "3.0").endsWith("100.0", "answer");
            client.close();
        }
    }

    @Test
    void resultsArriveOnNoThreadOfTheGateway() {
        try (ScriptedGate gate = new ScriptedGate(McpSdkClientTest::echo)) {
            var client = McpClient.async(new GateTransport(() -> gate))
                    .jsonSchemaValidator(SdkJson.validator())
                    .build();
            String thread = client.callTool(call("echo", Map.of("text", "x")))
                    .map(ignored -> Thread.currentThread().getName())
                    .block();
            assertThat(thread).doesNotStartWith("gate");
            client.close();
        }
    }

    @Test
    void announcementsReachTheClient() {
        AtomicReference<List<McpSchema.Tool>> tools = new AtomicReference<>();
        try (ScriptedGate gate = new ScriptedGate(
                (conversation, call) -> call.result("{\"tools\":[{\"name\":\"new\",\"inputSchema\":{}}]}"))) {
            McpSyncClient client = McpClient.sync(new GateTransport(() -> gate))
                    .jsonSchemaValidator(SdkJson.validator())
                    .toolsChangeConsumer(tools::set)
                    .build();
            client.initialize();
            gate.last()
                    .toClient
                    .send(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
            await().untilAsserted(() ->
                    assertThat(tools.get()).extracting(McpSchema.Tool::name).containsExactly("new"));
            client.close();
        }
    }

    @Test
    void aQuestionDuringACallIsAnsweredOnTheConversation() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> {
            call.replies()
                    .send(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"elicitation/create\",\"params\":"
                            + "{\"message\":\"Name?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}"));
            await().untilAsserted(() -> assertThat(conversation.oneWay)
                    .anyMatch(message -> message.path("id").asInt() == 77));
            conversation.oneWay.stream()
                    .filter(message -> message.path("id").asInt() == 77)
                    .forEach(message -> answer.complete(message.path("result").toString()));
            call.text("thanks");
        })) {
            McpSyncClient client = McpClient.sync(new GateTransport(() -> gate))
                    .jsonSchemaValidator(SdkJson.validator())
                    .capabilities(
                            McpSchema.ClientCapabilities.builder().elicitation().build())
                    .elicitation(question -> McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                            .content(Map.of("name", "Ada"))
                            .build())
                    .build();
            assertThat(text(client.callTool(call("ask", Map.of())))).isEqualTo("thanks");
            assertThat(answer.join()).contains("\"accept\"").contains("\"Ada\"");
            client.close();
        }
    }

    @Test
    void aProtocolErrorKeepsCodeAndMessage() {
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> call.error(1403, "not for you"));
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            assertThatThrownBy(() -> client.callTool(call("secret", Map.of())))
                    .isInstanceOfSatisfying(McpError.class, error -> {
                        assertThat(error.getJsonRpcError().code()).isEqualTo(1403);
                        assertThat(error.getJsonRpcError().message()).isEqualTo("not for you");
                    });
        }
    }

    @Test
    void anUnreadableAnswerFailsItsCallAloneAndAtOnce() {
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> {
                    if (call.message().path("params").path("name").asText().equals("bad")) {
                        call.replies().end(JsonText.of("{\"jsonrpc\":"), ClientGate.ReplyStatus.ANSWERED);
                    } else {
                        call.text("fine");
                    }
                });
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            assertThatThrownBy(() -> client.callTool(call("bad", Map.of())))
                    .isInstanceOf(McpError.class)
                    .hasMessageContaining("cannot read the response");
            assertThat(text(client.callTool(call("good", Map.of())))).isEqualTo("fine");
        }
    }

    @Test
    void aSecondAnswerIsDropped() {
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> {
                    call.text("first");
                    call.text("second");
                });
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            assertThat(text(client.callTool(call("x", Map.of())))).isEqualTo("first");
            assertThat(text(client.callTool(call("x", Map.of())))).isEqualTo("first");
        }
    }

    @Test
    void aTextOf25MegabytesPasses() {
        String large = "x".repeat(25 << 20);
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> call.text(large));
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            assertThat(text(client.callTool(call("large", Map.of())))).hasSize(25 << 20);
        }
    }

    @Test
    void theEndOfAConversationFailsWhatIsInFlight() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> arrived.countDown());
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            CompletableFuture<CallToolResult> waiting =
                    CompletableFuture.supplyAsync(() -> client.callTool(call("never", Map.of())));
            await().until(() -> arrived.getCount() == 0);
            gate.last().toClient.end("idle for 30 minutes");
            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("idle for 30 minutes");
        }
    }

    @Test
    void afterTheEndOfAConversationTheClientShakesHandsAnew() {
        try (ScriptedGate gate = new ScriptedGate(McpSdkClientTest::echo);
                McpSyncClient client = McpSdk.connect(() -> gate)) {
            gate.last().toClient.end("idle");
            assertThatThrownBy(() -> client.callTool(call("echo", Map.of("text", "lost"))))
                    .isInstanceOf(McpTransportSessionNotFoundException.class);
            assertThat(text(client.callTool(call("echo", Map.of("text", "back")))))
                    .isEqualTo("back");
            assertThat(gate.conversations).hasSize(2);
            assertThat(gate.conversations.get(0).closed).isTrue();
        }
    }

    @Test
    void closingTheClientClosesTheConversationAndFailsItsCalls() {
        List<ScriptedGate.Call> late = new CopyOnWriteArrayList<>();
        try (ScriptedGate gate = new ScriptedGate((conversation, call) -> late.add(call))) {
            McpSyncClient client = McpSdk.connect(() -> gate);
            CompletableFuture<CallToolResult> waiting =
                    CompletableFuture.supplyAsync(() -> client.callTool(call("never", Map.of())));
            await().until(() -> late.size() == 1);
            client.close();
            assertThat(gate.last().closed).isTrue();
            assertThat(waiting).failsWithin(Duration.ofSeconds(10));
            late.get(0).text("too late");
            gate.last().toClient.send(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}"));
        }
    }

    @Test
    void aClosedGatewayIsToldAsSuch() {
        ClientGate closed = (peer, toClient) -> {
            throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "The gateway is closed");
        };
        assertThatThrownBy(() -> McpSdk.connect(() -> closed))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE))
                .hasMessageContaining("The gateway is closed");
    }

    @Test
    void aClientThatDoesNotKeepUpIsCutOff() {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedGate gate = new ScriptedGate(McpSdkClientTest::echo)) {
            GateTransport transport = new GateTransport(() -> gate);
            transport
                    .connect(message -> message.doOnNext(ignored -> {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .block();
            JsonText notification = JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
            for (int i = 0; i < GateConversation.CAPACITY + 2; i++) {
                gate.last().toClient.send(notification);
            }
            assertThat(gate.last().closed).isTrue();
            release.countDown();
            transport.close();
        }
    }
}
