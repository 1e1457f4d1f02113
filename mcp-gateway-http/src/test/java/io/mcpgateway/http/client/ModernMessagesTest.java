package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Out;
import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Secret;
import io.mcpgateway.remote.Link;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModernMessagesTest extends LinkTest {
    private static final String UNSUPPORTED =
            "\"error\":{\"code\":-32022,\"message\":\"m\",\"data\":{\"supported\":[\"2026-07-28\"]}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call|{\"name\":\"get_weather\"}|get_weather",
                "prompts/get|{\"arguments\":{\"name\":\"no\"},\"name\":\"p\"}|p",
                "resources/read|{\"uri\":\"file:///a b.txt\"}|file:///a b.txt",
                "tasks/get|{\"taskId\":\"t-1\",\"name\":\"no\"}|t-1",
                "tasks/update|{\"taskId\":\"t-2\"}|t-2",
                "tasks/cancel|{\"taskId\":\"t-3\"}|t-3",
                "tools/call|{\"name\":\"\u4e16\u754c\"}|=?base64?5LiW55WM?=",
                "tools/call|{\"name\":\" padded \"}|=?base64?IHBhZGRlZCA=?=",
                "tools/call|{\"name\":\"a\\r\\nEvil: b\"}|=?base64?YQ0KRXZpbDogYg==?=",
                "tools/call|{\"name\":\"=?base64?literal?=\"}|=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=",
                "tools/call|{\"name\":7}|",
                "tools/call|{}|",
                "tools/list|{\"name\":\"no\"}|",
                "completion/complete|{\"ref\":{\"name\":\"no\"}}|",
            })
    void headersRepeatTheMethodAndTheTarget(String method, String params, String name) {
        server.script((request, out) -> out.json(200, result(request.id())));
        open().send(modern(1, method, params, Map.of("Mcp-Param-Region", "us-west1")));
        heard.awaitMessages(1);
        Request sent = server.requests.get(0);
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.header("mcp-protocol-version")).isEqualTo(MODERN);
        assertThat(sent.header("mcp-method")).isEqualTo(method);
        assertThat(sent.header("mcp-name")).isEqualTo(name == null ? "" : name);
        assertThat(sent.header("mcp-param-region")).isEqualTo("us-west1");
        assertThat(sent.header("accept")).contains("application/json").contains("text/event-stream");
        assertThat(sent.header("evil")).isEmpty();
    }

    @Test
    void configuredHeadersCannotSpeakForTheMessage() {
        server.script((request, out) -> out.json(200, result(request.id())));
        Map<String, Secret> configured = Map.of(
                "mcp-method",
                Secret.of("ping"),
                "MCP-NAME",
                Secret.of("x"),
                "Mcp-Param-A",
                Secret.of("y"),
                "MCP-Protocol-Version",
                Secret.of("1"));
        open(server.url("/mcp"), configured).send(modern(1, "tools/call", "{\"name\":\"n\"}"));
        heard.awaitMessages(1);
        Request sent = server.requests.get(0);
        assertThat(sent.header("mcp-method")).isEqualTo("tools/call");
        assertThat(sent.header("mcp-name")).isEqualTo("n");
        assertThat(sent.header("mcp-param-a")).isEmpty();
        assertThat(sent.header("mcp-protocol-version")).isEqualTo(MODERN);
    }

    @ParameterizedTest
    @CsvSource({"'tools/\u00e4',X,v", "'a\r\nb: c',X,v", "ping,'X: y',v", "ping,X,'v\r\nEvil: w'"})
    void whatNoHeaderCanCarryFailsTheRequestOnly(String method, String name, String value) {
        server.script((request, out) -> out.json(200, result(request.id())));
        Link link = open();
        link.send(modern(1, method, "{}", Map.of(name, value)));
        assertThat(heard.failure(1).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(server.requests).isEmpty();
        link.send(modern(2, "ping", "{}"));
        heard.awaitMessages(1);
    }

    @Test
    void aNameWithHalfACharacterFailsTheRequestOnly() {
        open().send(modern(1, "tools/call", "{\"name\":\"a\\ud800\"}"));
        assertThat(heard.failure(1)).hasMessageContaining("tools/call");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void thereIsNoSessionNoListeningAndNoFarewell() {
        server.script((request, out) -> out.json(200, result(request.id()), "Mcp-Session-Id: abc"));
        Link link = open();
        link.send(modern(1, "server/discover", "{}"));
        heard.awaitMessages(1);
        link.send(modern(2, "tools/list", "{}"));
        heard.awaitMessages(2);
        link.close();
        heard.awaitClosed();
        assertThat(server.requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.header("mcp-session-id")).isEmpty();
        });
    }

    @Test
    void whatComesOnAStreamNamesItsRequest() {
        server.script((request, out) -> {
            out.startEvents();
            out.chunk("data: " + notification("notifications/progress") + "\n\n: alive\n\ndata: " + result(request.id())
                    + "\n\n");
            out.end();
        });
        open().send(modern(7, "tools/call", "{\"name\":\"n\"}"));
        heard.awaitMessages(2);
        assertThat(heard.streams).containsExactly(7L, 7L);
    }

    @Test
    void cancellingClosesTheStreamAndSendsNothing() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        server.script((request, out) -> untilGone(out, gone));
        Link link = open();
        link.send(modern(8, "tools/call", "{\"name\":\"slow\"}"));
        await().until(() -> server.requests.size() == 1);
        link.send(note("notifications/cancelled", "{\"requestId\":8}", MODERN));
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        link.send(note("notifications/cancelled", "{\"requestId\":9}", MODERN));
        assertThat(server.requests).hasSize(1);
        assertThat(heard.failures).isEmpty();
        assertThat(heard.noise).isEmpty();
    }

    private static void untilGone(Out out, CountDownLatch gone) throws IOException {
        out.startEvents();
        await().until(() -> {
            try {
                out.chunk(": alive\n\n");
                return false;
            } catch (IOException e) {
                gone.countDown();
                return true;
            }
        });
        throw new IOException("the client has gone");
    }

    @Test
    void aSubscriptionStaysOpenAndEndsLoudly() {
        CountDownLatch change = new CountDownLatch(1);
        server.script((request, out) -> {
            out.startEvents();
            out.chunk("data: " + notification("notifications/subscriptions/acknowledged") + "\n\n");
            change.await();
            out.chunk(": alive\n\ndata: " + notification("notifications/tools/list_changed") + "\n\n");
            throw new IOException("cuts the connection");
        });
        open().send(modern(3, "subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}"));
        heard.awaitMessages(1);
        assertThat(heard.failures).isEmpty();
        change.countDown();
        heard.awaitMessages(2);
        assertThat(heard.streams).containsExactly(3L, 3L);
        assertThat(heard.failure(3).code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void aModernStreamIsNotResumed() {
        server.script((request, out) -> {
            out.startEvents();
            out.chunk("id: e7\nretry: 10\ndata:\n\n");
            out.end();
        });
        open().send(modern(5, "tools/call", "{\"name\":\"n\"}"));
        assertThat(heard.failure(5)).hasMessageContaining("stream ended without an answer");
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 401, 500, 200})
    void anErrorWithTheIdOrWithoutOneIsTheAnswer(int status) {
        List<String> ids = List.of("\"id\":4,", "\"id\":null,", "");
        for (String id : ids) {
            server.script((request, out) -> out.json(status, "{\"jsonrpc\":\"2.0\"," + id + UNSUPPORTED));
            open().send(modern(4, "server/discover", "{}"));
        }
        heard.awaitMessages(3);
        assertThat(heard.messages)
                .allSatisfy(message -> assertThat(message)
                        .contains("\"id\":4")
                        .contains("-32022")
                        .contains("\"supported\":[\"2026-07-28\"]"));
        assertThat(heard.failures).isEmpty();
        assertThat(heard.streams).containsOnly(4L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|",
                "404|<html>",
                "405|{\"detail\":\"Method Not Allowed\"}",
                "400|{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":1,\"message\":\"m\"}}",
                "400|{\"jsonrpc\":\"2.0\",\"id\":\"server-error\",\"error\":{\"code\":1,\"message\":\"m\"}}",
                "400|{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}",
                "400|{\"jsonrpc\":\"2.0\",\"id\":4,\"ID\":5,\"error\":{\"code\":1,\"message\":\"m\"}}",
                "429|",
                "503|",
            })
    void aStatusWithoutAnAnswerIsToldAndTheLinkLivesOn(int status, String body) {
        server.script((request, out) -> {
            if (request.is("server/discover")) {
                out.json(status, body == null ? "" : body);
            } else {
                initialized(request, out);
            }
        });
        Link link = open();
        link.send(modern(4, "server/discover", "{}"));
        assertThat(heard.failure(4)).hasMessageContaining("HTTP status " + status);
        assertThat(heard.refusals).containsEntry(4L, status);
        link.send(request(5, "initialize"));
        heard.awaitMessages(1);
        assertThat(server.requests.get(1).header("mcp-method")).isEmpty();
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void aLegacySessionDoesNotReachModernMessages() {
        server.script(LinkTest::initialized);
        Link link = open();
        shakeHands(link);
        await().until(() -> server.requests.size() == 3);
        link.send(modern(9, "tools/list", "{}"));
        await().until(() -> server.requests.size() == 4);
        assertThat(server.requests.get(3).header("mcp-session-id")).isEmpty();
        assertThat(server.requests.get(3).header("mcp-protocol-version")).isEqualTo(MODERN);
    }
}
