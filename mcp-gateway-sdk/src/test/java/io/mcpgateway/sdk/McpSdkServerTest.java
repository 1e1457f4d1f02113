package io.mcpgateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

@Timeout(60)
class McpSdkServerTest {
    private static Tool tool(String name) {
        return Tool.builder(name, Map.of("type", "object")).build();
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static JavaServer serverWith(BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
        return McpSdk.server(provider -> McpSdk.sync(provider)
                .serverInfo("orders", "1.0")
                .toolCall(tool("work"), handler)
                .build());
    }

    private static String textOf(JsonNode answer) {
        return answer.path("result").path("content").path(0).path("text").asText();
    }

    @Test
    void listsAndCallsItsTools() {
        try (JavaServer server = serverWith(
                        (exchange, call) -> text("for " + call.arguments().get("customer")));
                RawGateway gateway = RawGateway.ready(server)) {
            assertThat(gateway.request("1", "tools/list", "{}")
                            .path("result")
                            .path("tools")
                            .path(0)
                            .path("name")
                            .asText())
                    .isEqualTo("work");
            assertThat(textOf(gateway.request(
                            "2", "tools/call", "{\"name\":\"work\",\"arguments\":{\"customer\":\"Ada\"}}")))
                    .isEqualTo("for Ada");
        }
    }

    @Test
    void aServerBuiltWithThePlainSdkWorksToo() {
        try (JavaServer server = McpSdk.server(provider -> McpServer.sync(provider)
                        .serverInfo("orders", "1.0")
                        .toolCall(tool("work"), (exchange, call) -> text("plain"))
                        .build());
                RawGateway gateway = RawGateway.ready(server)) {
            assertThat(textOf(gateway.request("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}")))
                    .isEqualTo("plain");
        }
    }

    @Test
    void messagesHoldNoRawLineBreaksAndStandardOutputIsUntouched() {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true));
        try (JavaServer server = serverWith((exchange, call) -> text("two\nlines\r\n\u2028"));
                RawGateway gateway = RawGateway.ready(server)) {
            assertThat(textOf(gateway.request("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}")))
                    .isEqualTo("two\nlines\r\n\u2028");
            assertThat(gateway.texts).noneMatch(message -> message.contains("\n") || message.contains("\r"));
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aProbeForTheModernEraIsAnsweredBeforeTheHandshake() {
        try (JavaServer server = serverWith((exchange, call) -> text("x"));
                RawGateway gateway = new RawGateway(server)) {
            assertThat(gateway.request("1", "server/discover", "{}")
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(-32601);
            assertThat(gateway.request("\"p\"", "ping", "{}").has("result")).isTrue();
        }
    }

    @Test
    void whatTheSdkCannotReadIsDroppedAndTheSessionLivesOn() {
        try (JavaServer server = serverWith((exchange, call) -> text("alive"));
                RawGateway gateway = RawGateway.ready(server)) {
            gateway.send("{\"jsonrpc\":");
            gateway.send("[]");
            gateway.send("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}");
            assertThat(textOf(gateway.request("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}")))
                    .isEqualTo("alive");
        }
    }

    @Test
    void eachConversationIsASessionOfItsOwn() {
        try (JavaServer server = serverWith((exchange, call) -> text(exchange.sessionId()));
                RawGateway one = RawGateway.ready(server);
                RawGateway other = RawGateway.ready(server)) {
            String first = textOf(one.request("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}"));
            String second = textOf(other.request("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}"));
            assertThat(first).isNotEmpty().isNotEqualTo(second);
            assertThat(textOf(one.request("2", "tools/call", "{\"name\":\"work\",\"arguments\":{}}")))
                    .isEqualTo(first);
        }
    }

    @Test
    void changesAreAnnouncedToEveryConversationThatHasShakenHands() {
        AtomicReference<McpSyncServer> built = new AtomicReference<>();
        try (JavaServer server = McpSdk.server(provider -> {
                    built.set(McpSdk.sync(provider)
                            .capabilities(McpSchema.ServerCapabilities.builder()
                                    .tools(true)
                                    .build())
                            .build());
                    return built.get();
                });
                RawGateway one = RawGateway.ready(server);
                RawGateway other = RawGateway.ready(server);
                RawGateway gone = RawGateway.ready(server);
                RawGateway early = new RawGateway(server)) {
            // An answer after the handshake shows that the notification before it was taken.
            for (RawGateway gateway : List.of(one, other)) {
                gateway.request("1", "ping", "{}");
            }
            gone.channel.close();
            built.get()
                    .addTool(McpServerFeatures.SyncToolSpecification.builder()
                            .tool(tool("added"))
                            .callHandler((exchange, call) -> text("x"))
                            .build());
            for (RawGateway gateway : List.of(one, other)) {
                assertThat(gateway.next().path("method").asText()).isEqualTo("notifications/tools/list_changed");
            }
            assertThat(early.received).isEmpty();
            assertThat(gone.received).isEmpty();
        }
    }

    @Test
    void subscribersHearOfTheirResource() {
        AtomicReference<McpSyncServer> built = new AtomicReference<>();
        try (JavaServer server = McpSdk.server(provider -> {
                    built.set(McpSdk.sync(provider)
                            .capabilities(McpSchema.ServerCapabilities.builder()
                                    .resources(true, true)
                                    .build())
                            .build());
                    return built.get();
                });
                RawGateway subscriber = RawGateway.ready(server);
                RawGateway other = RawGateway.ready(server)) {
            subscriber.request("1", "resources/subscribe", "{\"uri\":\"test://one\"}");
            other.request("1", "ping", "{}");
            built.get().notifyResourcesUpdated(new McpSchema.ResourcesUpdatedNotification("test://one"));
            assertThat(subscriber.next().path("params").path("uri").asText()).isEqualTo("test://one");
            assertThat(other.received).isEmpty();
        }
    }

    @Test
    void cancellingACallInterruptsItAndNoAnswerComes() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        try (JavaServer server = serverWith((exchange, call) -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    return text("too late");
                });
                RawGateway gateway = RawGateway.ready(server)) {
            gateway.sendRequest("7", "tools/call", "{\"name\":\"work\",\"arguments\":{}}");
            await().until(() -> started.getCount() == 0);
            gateway.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
            await().untilTrue(interrupted);
            gateway.request("8", "ping", "{}");
            assertThat(gateway.received).isEmpty();
        }
    }

    @Test
    void anAsynchronousServerIsCancelledByDisposal() {
        AtomicBoolean disposed = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        try (JavaServer server = McpSdk.asyncServer(provider -> McpSdk.async(provider)
                        .serverInfo("orders", "1.0")
                        .toolCall(tool("quick"), (exchange, call) -> Mono.just(text("quick")))
                        .toolCall(
                                tool("slow"),
                                (exchange, call) -> Mono.<CallToolResult>never()
                                        .doOnSubscribe(ignored -> started.countDown())
                                        .doOnCancel(() -> disposed.set(true)))
                        .build());
                RawGateway gateway = RawGateway.ready(server)) {
            assertThat(textOf(gateway.request("1", "tools/call", "{\"name\":\"quick\",\"arguments\":{}}")))
                    .isEqualTo("quick");
            gateway.sendRequest("\"a\"", "tools/call", "{\"name\":\"slow\",\"arguments\":{}}");
            await().until(() -> started.getCount() == 0);
            gateway.send(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"a\"}}");
            await().untilTrue(disposed);
        }
    }

    @Test
    void answersReachHandlersThatWaitOnEveryThreadOfTheirPool() {
        int callers = 100; // more than the elastic scheduler has threads
        try (JavaServer server = serverWith((exchange, call) ->
                        text(exchange.createElicitation(McpSchema.ElicitFormRequest.builder(
                                                "Name?", Map.of("type", "object", "properties", Map.of()))
                                        .build())
                                .content()
                                .get("name")
                                .toString()));
                RawGateway gateway = RawGateway.ready(server)) {
            for (int i = 1; i <= callers; i++) {
                gateway.sendRequest("" + i, "tools/call", "{\"name\":\"work\",\"arguments\":{}}");
            }
            int answers = 0;
            while (answers < callers) {
                JsonNode message = gateway.next();
                if (message.has("method")) {
                    gateway.send("{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id")
                            + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}}");
                } else {
                    assertThat(textOf(message)).isEqualTo("Ada");
                    answers++;
                }
            }
        }
    }

    @Test
    void closingTheServerEndsEachConversationOnce() {
        JavaServer server = serverWith((exchange, call) -> text("x"));
        RawGateway one = RawGateway.ready(server);
        RawGateway other = RawGateway.ready(server);
        other.close();
        server.close();
        server.close();
        assertThat(one.ends).hasSize(1);
        assertThat(other.ends).isEmpty();
        assertThatThrownBy(() -> new RawGateway(server))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingAConversationInterruptsItsCallsAndForgetsIt() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Sessions sessions = new Sessions();
        McpSyncServer built = McpSdk.sync(sessions)
                .toolCall(tool("work"), (exchange, call) -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    return text("too late");
                })
                .build();
        RawGateway gateway = RawGateway.ready(new SdkServer(sessions, built::close));
        gateway.sendRequest("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}");
        await().until(() -> started.getCount() == 0);
        gateway.close();
        gateway.close();
        await().untilTrue(interrupted);
        gateway.sendRequest("2", "ping", "{}");
        assertThat(sessions.size()).isZero();
        assertThat(gateway.received).isEmpty();
        assertThat(gateway.ends).isEmpty();
        built.close();
    }

    @Test
    void conversationsComeAndGoWithoutLeavingThreads() {
        try (JavaServer server = serverWith((exchange, call) -> text("x"))) {
            int most = 10 * Runtime.getRuntime().availableProcessors()
                    + Runtime.getRuntime().availableProcessors();
            long before = reactorThreads();
            for (int i = 0; i < 300; i++) {
                try (RawGateway gateway = RawGateway.ready(server)) {
                    gateway.request("1", "tools/call", "{\"name\":\"work\",\"arguments\":{}}");
                }
            }
            assertThat(reactorThreads()).isLessThanOrEqualTo(Math.max(before, most) + 2);
        }
    }

    private static long reactorThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("parallel") || name.startsWith("boundedElastic"))
                .count();
    }

    @Test
    void sixteenConversationsGetTheirOwnAnswers() throws Exception {
        AtomicInteger wrong = new AtomicInteger();
        try (JavaServer server =
                serverWith((exchange, call) -> text(call.arguments().get("n").toString()))) {
            List<Thread> callers = new ArrayList<>();
            for (int c = 0; c < 16; c++) {
                int base = c * 1000;
                Thread caller = new Thread(() -> {
                    try (RawGateway gateway = RawGateway.ready(server)) {
                        for (int i = 1; i <= 200; i++) {
                            String n = "" + (base + i);
                            String got = textOf(gateway.request(
                                    "" + i, "tools/call", "{\"name\":\"work\",\"arguments\":{\"n\":" + n + "}}"));
                            if (!got.equals(n)) {
                                wrong.incrementAndGet();
                            }
                        }
                    } catch (AssertionError e) {
                        wrong.incrementAndGet();
                    }
                });
                callers.add(caller);
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void aServerBuiltOnSomethingElseIsRefused() {
        assertThatThrownBy(() -> McpSdk.server(provider -> McpSdk.sync(new StdioServerTransportProvider(
                                SdkJson.mapper(), new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()))
                        .build()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("provider");
    }
}
