package io.mcpgateway.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.JavaServers;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.testkit.JavaServerContract;
import io.mcpgateway.testkit.JavaServerDialogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolServerTest implements JavaServerContract {
    private static final String MODERN_META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicReference<Thread> ranOn = new AtomicReference<>();

    private final JavaServer server = JavaServers.tools(
            "calculator",
            "1.0",
            JavaTool.of(
                    "add",
                    "Adds two numbers",
                    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"},\"b\":{\"type\":\"number\"}},\"required\":[\"a\",\"b\"]}",
                    arguments -> ToolResult.text(arguments.number("a") + arguments.number("b") + "")),
            JavaTool.builder("sum")
                    .title("Sum")
                    .description("Sums")
                    .outputSchema("{\"type\":\"object\"}")
                    .annotations("{\"readOnlyHint\":true}")
                    .build(arguments -> ToolResult.structured(JsonText.of("{\"sum\":3}"))),
            JavaTool.builder("refuse").build(arguments -> {
                throw new ToolException("Not today");
            }),
            JavaTool.builder("crash").build(arguments -> {
                throw new IllegalStateException("password=hunter2");
            }),
            JavaTool.builder("recurse").build(ToolServerTest::recurse),
            JavaTool.builder("lie").build(arguments -> ToolResult.structured(JsonText.of("{broken"))),
            JavaTool.builder("image")
                    .build(arguments -> ToolResult.content(
                            List.of(JsonText.of("{\"type\":\"image\",\"data\":\"AA==\",\"mimeType\":\"image/png\"}")))),
            JavaTool.builder("wait").build(this::waitForEver));

    private static ToolResult recurse(ToolArguments arguments) {
        return recurse(arguments).isError() ? ToolResult.text("a") : ToolResult.text("b");
    }

    private ToolResult waitForEver(ToolArguments arguments) throws InterruptedException {
        ranOn.set(Thread.currentThread());
        started.countDown();
        try {
            new CountDownLatch(1).await();
            return ToolResult.text("never");
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    @Override
    public JavaServer server(Path home) {
        return server;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String text(JsonNode result) {
        return result.path("content").path(0).path("text").asText();
    }

    @Test
    void aToolIsCalledWithItsArguments() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(text(client.call("add", "{\"a\":1.5,\"b\":2}"))).isEqualTo("3.5");
        }
    }

    @Test
    void aMissingOrWrongArgumentIsAnErrorThatTheModelSees() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            JsonNode missing = client.call("add", "{\"a\":1}");
            JsonNode wrong = client.call("add", "{\"a\":1,\"b\":\"2\"}");

            assertThat(missing.path("isError").asBoolean()).isTrue();
            assertThat(text(missing)).isEqualTo("Argument 'b' is missing");
            assertThat(text(wrong)).isEqualTo("Argument 'b' must be a number");
        }
    }

    @Test
    void structuredDataIsGivenAsTextToo() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            JsonNode result = client.call("sum", "{}");

            assertThat(result.path("structuredContent").path("sum").asInt()).isEqualTo(3);
            assertThat(text(result)).isEqualTo("{\"sum\":3}");
        }
    }

    @Test
    void contentBlocksPassAsTheyAre() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(client.call("image", "{}")
                            .path("content")
                            .path(0)
                            .path("mimeType")
                            .asText())
                    .isEqualTo("image/png");
        }
    }

    @Test
    void theListingHoldsWhatTheToolsSay() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            JsonNode sum =
                    client.ask("tools/list", "{}").path("result").path("tools").path(1);

            assertThat(sum)
                    .isEqualTo(
                            JavaServerDialogue.json(
                                    "{\"name\":\"sum\",\"title\":\"Sum\",\"description\":\"Sums\",\"inputSchema\":{\"type\":\"object\"},\"outputSchema\":{\"type\":\"object\"},\"annotations\":{\"readOnlyHint\":true}}"));
        }
    }

    @Test
    void aCursorThatWasNeverGivenOutIsInvalid() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            JsonNode answer = client.ask("tools/list", "{\"cursor\":\"x\"}");

            assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32602);
        }
    }

    @Test
    void aToolsOwnWordsReachTheModelButNotThoseOfAForeignException() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            JsonNode refused = client.call("refuse", "{}");
            JsonNode crashed = client.call("crash", "{}");

            assertThat(text(refused)).isEqualTo("Not today");
            assertThat(crashed.path("isError").asBoolean()).isTrue();
            assertThat(text(crashed))
                    .contains("'crash'", "IllegalStateException")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aToolThatBreaksDownOrAnswersRubbishIsAFailedCall() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(client.call("recurse", "{}").path("isError").asBoolean()).isTrue();
            assertThat(client.call("lie", "{}").path("isError").asBoolean()).isTrue();
        }
    }

    @Test
    void theSenderNeverWaitsForATool() throws InterruptedException {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":90,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\"}}");
            started.await();

            assertThat(ranOn.get()).isNotSameAs(Thread.currentThread());
            assertThat(client.ask("ping", "{}").has("result")).isTrue();
        }
    }

    @Test
    void cancellingInterruptsTheToolAndSilencesTheAnswer() throws InterruptedException {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":90,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\"}}");
            started.await();

            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":90}}");
            interrupted.await();

            await().during(Duration.ofMillis(100))
                    .until(() -> client.received().stream()
                            .noneMatch(message -> message.path("id").asInt() == 90));
        }
    }

    @Test
    void closingTheConversationInterruptsItsTools() throws InterruptedException {
        JavaServerDialogue client = JavaServerDialogue.initialized(server);
        client.send("{\"jsonrpc\":\"2.0\",\"id\":90,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\"}}");
        started.await();

        client.close();

        interrupted.await();
        assertThat(client.endings()).isEmpty();
    }

    @Test
    void closingTheServerEndsItsConversationsOnce() {
        JavaServerDialogue client = JavaServerDialogue.initialized(server);

        server.close();
        server.close();

        assertThat(client.endings()).hasSize(1);
        assertThat(JavaServerDialogue.open(server).endings()).hasSize(1);
    }

    @Test
    void anIdThatIsInUseIsRefused() throws InterruptedException {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            String call = "{\"jsonrpc\":\"2.0\",\"id\":90,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\"}}";
            client.send(call);
            started.await();

            client.send(call);

            assertThat(client.answer("90").path("error").path("code").asInt()).isEqualTo(-32600);
        }
    }

    @Test
    void moreCallsThanTheLimitAreRefusedWithTheLimitsCode() {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            for (int i = 1000; i < 1256; i++) {
                client.send("{\"jsonrpc\":\"2.0\",\"id\":" + i
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"wait\"}}");
            }

            JsonNode answer = client.ask("tools/call", "{\"name\":\"wait\"}");

            assertThat(answer.path("error").path("code").asInt()).isEqualTo(1429);
        }
    }

    @Test
    void theModernEraNeedsNoHandshake() {
        try (JavaServerDialogue client = JavaServerDialogue.open(server)) {
            JsonNode found =
                    client.ask("server/discover", "{" + MODERN_META + "}").path("result");
            JsonNode listed = client.ask("tools/list", "{" + MODERN_META + "}").path("result");
            JsonNode called = client.ask(
                            "tools/call", "{\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":2}," + MODERN_META + "}")
                    .path("result");

            assertThat(found.path("supportedVersions").path(0).asText()).isEqualTo("2026-07-28");
            assertThat(listed.path("ttlMs").isIntegralNumber()).isTrue();
            assertThat(listed.path("cacheScope").asText()).isEqualTo("public");
            assertThat(List.of(found, listed, called)).allSatisfy(result -> {
                assertThat(result.path("resultType").asText()).isEqualTo("complete");
                assertThat(result.path("_meta")
                                .path("io.modelcontextprotocol/serverInfo")
                                .path("name")
                                .asText())
                        .isEqualTo("calculator");
            });
            assertThat(text(called)).isEqualTo("3.0");
        }
    }

    @Test
    void aModernRequestOfAnotherRevisionOrWithoutCapabilitiesIsRefusedAsTheSpecificationSays() {
        try (JavaServerDialogue client = JavaServerDialogue.open(server)) {
            JsonNode other = client.ask("tools/list", "{" + MODERN_META.replace("2026-07-28", "2031-01-01") + "}");
            JsonNode bare = client.ask(
                    "tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}");
            JsonNode ping = client.ask("ping", "{" + MODERN_META + "}");

            assertThat(other.path("error").path("code").asInt()).isEqualTo(-32022);
            assertThat(other.path("error")
                            .path("data")
                            .path("supported")
                            .path(0)
                            .asText())
                    .isEqualTo("2026-07-28");
            assertThat(bare.path("error").path("code").asInt()).isEqualTo(-32602);
            assertThat(ping.path("error").path("code").asInt()).isEqualTo(-32601);
        }
    }

    @Test
    void mistakesOfTheProgrammerAreToldAtOnce() {
        JavaTool tool = JavaTool.of("a", "", "{\"type\":\"object\"}", arguments -> ToolResult.text(""));

        assertThatThrownBy(() -> JavaServers.tools("x", "1", tool, tool)).hasMessageContaining("'a'");
        assertThatThrownBy(() -> JavaServers.tools("x", "1", JavaTool.of("a b", "", "{}", arguments -> null)))
                .hasMessageContaining("'a b'");
        assertThatThrownBy(() -> JavaServers.tools("x", "1", JavaTool.of("a", "", "{}", arguments -> null)))
                .hasMessageContaining("\"type\":\"object\"");
        assertThatThrownBy(() -> JavaServers.tools("x", "1", JavaTool.of("a", "", "{", arguments -> null)))
                .hasMessageContaining("not valid JSON");
    }
}
