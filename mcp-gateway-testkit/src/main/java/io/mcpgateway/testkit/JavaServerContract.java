package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.spi.JavaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link JavaServer} that speaks the legacy handshake must do. */
public interface JavaServerContract {
    /** A new server that keeps its files, if any, under this directory. */
    JavaServer server(Path home);

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2025-06-18", "2024-11-05"})
    default void theHandshakeSettlesOnTheRevisionThatWasAskedFor(String revision, @TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.open(server)) {
            JsonNode result = client.ask(
                            "initialize",
                            "{\"protocolVersion\":\"" + revision
                                    + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}")
                    .path("result");

            assertThat(result.path("protocolVersion").asText()).isEqualTo(revision);
            assertThat(result.path("capabilities").isObject()).isTrue();
            assertThat(result.path("serverInfo").path("name").asText()).isNotEmpty();
            assertThat(result.path("serverInfo").path("version").asText()).isNotEmpty();
        }
    }

    @Test
    default void aRevisionThatItDoesNotKnowIsAnsweredWithOneThatItDoes(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.open(server)) {
            JsonNode answer = client.ask(
                    "initialize",
                    "{\"protocolVersion\":\"1999-01-01\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");

            assertThat(answer.path("result").path("protocolVersion").asText()).matches("20\\d\\d-\\d\\d-\\d\\d");
        }
    }

    @Test
    default void pingIsAnsweredWithAnEmptyObject(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(client.ask("ping", "{}").path("result")).isEqualTo(JavaServerDialogue.json("{}"));
        }
    }

    @Test
    default void anAnswerCarriesTheIdAsItWasWritten(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":\"a-b\",\"method\":\"ping\"}");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":9007199254740993,\"method\":\"ping\"}");

            assertThat(client.answer("\"a-b\"").has("result")).isTrue();
            assertThat(client.answer("9007199254740993").has("result")).isTrue();
        }
    }

    @Test
    default void listedToolsHaveNamesAndObjectSchemas(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            JsonNode tools = client.ask("tools/list", "{}").path("result").path("tools");

            assertThat(tools.isArray()).isTrue();
            assertThat(tools).allSatisfy(tool -> {
                assertThat(tool.path("name").asText()).matches("[A-Za-z0-9_.-]{1,64}");
                assertThat(tool.path("inputSchema").path("type").asText()).isEqualTo("object");
            });
        }
    }

    @Test
    default void anUnknownMethodIsNotFound(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(codeOf(client.ask("no/such/method", "{}"))).isEqualTo(-32601);
        }
    }

    @Test
    default void anUnknownToolIsAnInvalidParameter(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(codeOf(client.ask("tools/call", "{\"name\":\"no-such-tool\",\"arguments\":{}}")))
                    .isEqualTo(-32602);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":7}", "{\"name\":null}", "[]", "\"text\""})
    default void malformedParametersOfACallAreInvalid(String params, @TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            assertThat(codeOf(client.ask("tools/call", params))).isEqualTo(-32602);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "null",
                "[]",
                "7",
                "{\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/nobody/knows\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}"
            })
    default void whatIsNoUsableMessageLeavesTheConversationAlive(String message, @TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            client.send(message);

            assertThat(client.ask("ping", "{}").has("result")).isTrue();
            assertThat(client.endings()).isEmpty();
        }
    }

    @Test
    default void conversationsAreIndependent(@TempDir Path home) {
        try (JavaServer server = server(home);
                JavaServerDialogue second = JavaServerDialogue.initialized(server)) {
            JavaServerDialogue first = JavaServerDialogue.initialized(server);
            first.close();
            first.close();

            assertThat(second.ask("ping", "{}").has("result")).isTrue();
        }
    }

    private static int codeOf(JsonNode answer) {
        return answer.path("error").path("code").asInt();
    }
}
