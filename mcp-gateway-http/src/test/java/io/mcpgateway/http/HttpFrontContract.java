package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.http.RawHttp.Answer;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servlet does in every container. */
abstract class HttpFrontContract {
    static final String TOKEN = "s3cret-token";
    private static final String AUTHORIZATION = "Bearer " + TOKEN;
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}";

    final FakeGate gate = new FakeGate();
    private RawHttp http;

    /** Starts a container with the servlet at {@code /mcp}; returns its port. */
    abstract int start(GatewayServletOptions options) throws Exception;

    abstract void stop() throws Exception;

    private int port;

    @BeforeEach
    void begin() throws Exception {
        port = start(GatewayServletOptions.builder()
                .token(Secret.of(TOKEN))
                .maxBodyBytes(1 << 20)
                .maxSessions(3)
                .queuedMessages(50)
                .storedEvents(50)
                .queuedBytes(4 << 20)
                .bodyTimeout(Duration.ofSeconds(2))
                .keepAlive(Duration.ofMillis(600))
                .disconnectProbe(Duration.ofMillis(300))
                .allowedOrigins(java.util.Set.of("https://app.example.com"))
                .build());
        http = new RawHttp(port);
    }

    @AfterEach
    void end() throws Exception {
        http.close();
        stop();
        gate.close();
    }

    private static Map<String, String> headers(String... more) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Authorization", AUTHORIZATION,
                "Content-Type", "application/json",
                "Accept", "application/json, text/event-stream"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private Answer post(String body, String... more) throws IOException {
        return http.exchange("POST", "/mcp", headers(more), body);
    }

    private String session() throws IOException {
        Answer answer = post(INITIALIZE);
        assertThat(answer.status()).isEqualTo(200);
        return answer.header("Mcp-Session-Id");
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    private static String modernCall(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":"
                + "\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    private Answer modern(int id, String tool, String arguments) throws IOException {
        return post(modernCall(id, tool, arguments), modernHeaders(tool));
    }

    private static String[] modernHeaders(String tool) {
        return new String[] {"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool};
    }

    // Guards

    static Stream<Arguments> refusedAuthorizations() {
        return Stream.of(
                argumentSet("lower case", "bearer " + TOKEN),
                argumentSet("basic", "Basic " + TOKEN),
                argumentSet("no token", "Bearer"),
                argumentSet("bare", TOKEN),
                argumentSet("two spaces", "Bearer  " + TOKEN),
                argumentSet("longer", AUTHORIZATION + "x"),
                argumentSet("shorter", AUTHORIZATION.substring(0, AUTHORIZATION.length() - 1)));
    }

    @ParameterizedTest
    @MethodSource("refusedAuthorizations")
    void anythingButTheExactTokenIs401(String authorization) throws IOException {
        Answer answer = post(INITIALIZE, "Authorization", authorization, "Origin", "https://evil.example");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"MCP Gateway\"");
        assertThat(answer.body()).isEqualTo("Unauthorized");
        assertThat(gate.conversations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost.evil.com",
                "http://127.0.0.1.evil.com",
                "http://0.0.0.0",
                "http://[::]",
                "ftp://localhost",
                "ws://localhost",
                "file:///tmp",
                "localhost:8080",
                "http:/localhost",
                "http://",
                "http://localhost@evil.com",
                "null"
            })
    void foreignOriginsAre403(String origin) throws IOException {
        Answer answer = post(INITIALIZE, "Origin", origin);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("Forbidden", "Origin", origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost:3000",
                "https://127.0.0.1:1",
                "http://[::1]:80",
                "https://app.example.com"
            })
    void knownOriginsPass(String origin) throws IOException {
        assertThat(post(INITIALIZE, "Origin", origin).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example,403",
        "evil.example:80,403",
        "localhost.evil.example,403",
        "localhost:1234,200",
        "127.0.0.1,200",
        "[::1]:80,200",
        "LOCALHOST,200"
    })
    void aForeignHostOnLoopbackIs403(String host, int status) throws IOException {
        assertThat(post(INITIALIZE, "Host", host).status()).isEqualTo(status);
    }

    // Media types, methods, bodies

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|415",
                "application/jsonx|415",
                "application/json;charset=latin1|415",
                "application/json; charset=\"UTF-8\"|200",
                "Application/JSON|200"
            })
    void theBodyMustBeJson(String type, int status) throws IOException {
        assertThat(post(INITIALIZE, "Content-Type", type).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|406|",
                "application/json;q=0, text/event-stream;q=0.0|406|",
                "*/*|200|application/json",
                "application/*|200|application/json",
                "application/json|200|application/json",
                "text/event-stream|200|text/event-stream",
                "text/*;q=0.5, */*;q=0|200|text/event-stream"
            })
    void theAnswerIsOfATypeThatTheClientTakes(String accept, int status, String type) throws IOException {
        Answer answer = post(INITIALIZE, "Accept", accept);
        assertThat(answer.status()).isEqualTo(status);
        if (type != null) {
            assertThat(answer.header("Content-Type")).startsWith(type);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "BREW"})
    void otherMethodsAre405(String method) throws IOException {
        http.write(RawHttp.request(method, "/mcp", headers(), ""));
        Answer answer = http.readHead();
        assertThat(answer.status()).isIn(405, 501);
        if (answer.status() == 405 && !method.equals("TRACE")) { // containers may refuse that one themselves
            assertThat(answer.header("Allow")).contains("POST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "{}",
                "\u0000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"Method\":\"b\"}",
                "{\"jsonrpc\":\"2.0\"} x"
            })
    void malformedBodiesAre400WithAJsonRpcError(String body) throws IOException {
        Answer answer = post(body, "Mcp-Session-Id", "none");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.body()).contains("\"error\"").doesNotContain("Exception", "\tat ");
    }

    @Test
    void anAnnouncedBodyOverTheLimitIs413() throws IOException {
        http.write(RawHttp.request("POST", "/mcp", headers(), "")
                .replace("Content-Length: 0", "Content-Length: 99999999"));
        assertThat(http.readHead().status()).isEqualTo(413);
    }

    @Test
    void aChunkedBodyOverTheLimitIs413() throws IOException {
        http.write("POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + AUTHORIZATION
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
        for (int i = 0; i < 17; i++) {
            http.write(chunk);
        }
        assertThat(http.readHead().status()).isEqualTo(413);
    }

    @Test
    void aBodyThatDoesNotComeIs408() throws IOException {
        http.write(RawHttp.request("POST", "/mcp", headers(), "").replace("Content-Length: 0", "Content-Length: 10"));
        http.write("{");
        assertThat(http.readHead().status()).isEqualTo(408);
    }

    @Test
    void aBodyInPiecesIsOneMessage() throws IOException {
        String request = RawHttp.request("POST", "/mcp", headers(), INITIALIZE);
        for (byte b : request.getBytes(StandardCharsets.UTF_8)) {
            http.write(new byte[] {b});
        }
        assertThat(http.read().status()).isEqualTo(200);
    }

    // Legacy sessions

    @Test
    void initializeOpensASessionWithAnUnguessableId() throws IOException {
        String first = session();
        String second = session();
        assertThat(first).matches("[\\x21-\\x7e]{22,}").isNotEqualTo(second);
        assertThat(gate.open()).isEqualTo(2);
        assertThat(gate.last().peer.principal()).isEqualTo("token");
    }

    @Test
    void aRefusedInitializeLeavesNoSession() throws IOException {
        Answer answer = post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}");
        assertThat(answer.body()).contains("-32602");
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
        assertThat(gate.open()).isZero();
    }

    @Test
    void requestsOfASessionAreAnsweredAsJson() throws IOException {
        String session = session();
        Answer answer =
                post(call(7, "echo", "{\"a\":1.50}"), "Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"echo\":{\"a\":1.50}}}");
    }

    @Test
    void aNotificationBeforeTheAnswerMakesItAnEventStream() throws IOException {
        Answer answer = post(call(7, "progress", "{}"), "Mcp-Session-Id", session());
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(answer.body())
                .isEqualTo("id: 1-0\ndata:\n\n"
                        + "id: 1-1\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"n\":1}}\n\nid: 1-2\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,"
                        + "\"result\":{\"echo\":{}}}\n\n");
    }

    @Test
    void aClientOfJsonAloneGetsNotificationsOnItsStream() throws IOException {
        String session = session();
        try (RawHttp stream = new RawHttp(port)) {
            stream.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
            stream.readHead();
            Answer answer = post(call(7, "progress", "{}"), "Mcp-Session-Id", session, "Accept", "application/json");
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(stream.readUntil("progress\"")).contains("notifications/progress");
        }
    }

    @Test
    void longWaitsShowSignsOfLife() throws IOException {
        String session = session();
        http.write(RawHttp.request("POST", "/mcp", headers("Mcp-Session-Id", session), call(7, "wait", "{}")));
        assertThat(http.readHead().header("Content-Type")).startsWith("text/event-stream");
        http.readUntil(": keep-alive");
        http.readUntil(": keep-alive");
        gate.waiting.get("7").end(FakeGate.result("7", "{}"), ReplyStatus.ANSWERED);
        assertThat(http.readUntil("\"id\":7")).contains("event: message\ndata: {");
    }

    @Test
    void longWaitsOfAClientOfJsonAlonePadWithSpace() throws IOException {
        String session = session();
        http.write(RawHttp.request(
                "POST",
                "/mcp",
                headers("Mcp-Session-Id", session, "Accept", "application/json"),
                call(7, "wait", "{}")));
        assertThat(http.readHead().header("Content-Type")).startsWith("application/json");
        assertThat(new String(http.readChunk(), StandardCharsets.UTF_8)).isBlank();
        gate.waiting.get("7").end(FakeGate.result("7", "{}"), ReplyStatus.ANSWERED);
        assertThat(http.readUntil("}").strip()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    }

    @Test
    void notificationsAndResponsesAre202() throws IOException {
        String session = session();
        Answer note = post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "Mcp-Session-Id", session);
        Answer response = post("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}", "Mcp-Session-Id", session);
        assertThat(note.status()).isEqualTo(202);
        assertThat(note.body()).isEmpty();
        assertThat(response.status()).isEqualTo(202);
        assertThat(gate.last().oneWay).hasSize(2);
    }

    @Test
    void sessionsAreMissingUnknownOrGone() throws IOException {
        assertThat(post(call(1, "echo", "{}")).status()).isEqualTo(400);
        assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", "unknown").status())
                .isEqualTo(404);
        String session = session();
        assertThat(http.exchange("DELETE", "/mcp", headers("Mcp-Session-Id", session), "")
                        .status())
                .isEqualTo(204);
        assertThat(gate.open()).isZero();
        assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", session).status())
                .isEqualTo(404);
        assertThat(http.exchange("GET", "/mcp", headers("Mcp-Session-Id", session), "")
                        .status())
                .isEqualTo(404);
        assertThat(http.exchange("DELETE", "/mcp", headers("Mcp-Session-Id", session), "")
                        .status())
                .isEqualTo(404);
        assertThat(http.exchange("GET", "/mcp", headers(), "").status()).isEqualTo(400);
        assertThat(http.exchange("DELETE", "/mcp", headers(), "").status()).isEqualTo(400);
    }

    /** Another legacy revision than the negotiated one is let through: naming that one is a SHOULD for clients only. */
    @ParameterizedTest
    @CsvSource({
        "1900-01-01,400",
        "x,400",
        "2026-07-28,400",
        "2025-11-25,200",
        "2025-06-18,200",
        "2025-03-26,200",
        "2024-11-05,200"
    })
    void theVersionHeaderMustNameALegacyRevision(String version, int status) throws IOException {
        String session = session();
        assertThat(http.exchange(
                                "POST",
                                "/mcp",
                                headers("Mcp-Session-Id", session, "MCP-Protocol-Version", version),
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}")
                        .status())
                .isEqualTo(status == 200 ? 202 : status);
        int expected = version.equals("2026-07-28") ? 405 : status;
        http.write(RawHttp.request(
                "DELETE", "/mcp", headers("Mcp-Session-Id", session, "MCP-Protocol-Version", version), ""));
        assertThat(http.read().status()).isEqualTo(expected == 200 ? 204 : expected);
        if (expected == 400) {
            http = new RawHttp(port); // after this status some containers close the connection
        }
        session = expected == 200 ? session() : session;
        assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", session, "MCP-Protocol-Version", version)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void anUnknownMethodOfASessionIsNo404() throws IOException {
        Answer answer = post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x/y\"}", "Mcp-Session-Id", session());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("-32601");
    }

    @Test
    void tooManySessionsAre503AndAnEndedOneMakesRoom() throws IOException {
        String first = session();
        session();
        session();
        assertThat(post(INITIALIZE).status()).isEqualTo(503);
        http.exchange("DELETE", "/mcp", headers("Mcp-Session-Id", first), "");
        assertThat(post(INITIALIZE).status()).isEqualTo(200);
    }

    @Test
    void aGateThatRefusesIs503() throws IOException {
        gate.refusing = true;
        Answer answer = post(INITIALIZE);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("Too many");
        gate.refusing = false;
        assertThat(post(INITIALIZE).status()).isEqualTo(200);
    }

    @Test
    void aFaultOfTheGatewayIsAnsweredWithoutDetails() throws IOException {
        String session = session();
        Answer answer = post("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"broken\"}", "Mcp-Session-Id", session);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("\"id\":4", "-32603").doesNotContain("secret", "Exception");
        assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", session).status())
                .isEqualTo(200);
    }

    // The stream of a session

    @Test
    void messagesWaitForTheStreamOldestDroppedFirst() throws IOException {
        String session = session();
        for (int i = 0; i < 60; i++) {
            gate.last().toClient.send(FakeGate.note("notifications/n" + i));
        }
        http.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
        assertThat(http.readHead().header("Content-Type")).startsWith("text/event-stream");
        assertThat(http.readUntil("n59")).contains("n10\"").doesNotContain("n9\"");
    }

    @Test
    void aSecondStreamReplacesTheFirst() throws IOException {
        String session = session();
        try (RawHttp second = new RawHttp(port)) {
            http.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
            http.readHead();
            second.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
            second.readHead();
            while (http.readChunk().length > 0) {
                // until the end of the first stream
            }
            gate.last().toClient.send(FakeGate.note("notifications/hello"));
            assertThat(second.readUntil("hello")).contains("event: message");
        }
    }

    @Test
    void theStreamEndsWithItsSession() throws IOException {
        String session = session();
        http.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
        http.readHead();
        gate.last().toClient.end("idle");
        while (http.readChunk().length > 0) {
            // until the end
        }
        assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", session).status())
                .isEqualTo(404);
    }

    @Test
    void aStreamShowsSignsOfLife() throws IOException {
        http.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session()), ""));
        http.readHead();
        http.readUntil(": keep-alive\n\n");
        http.readUntil(": keep-alive\n\n");
    }

    @Test
    void aReaderThatIsTooSlowLosesItsStreamAndNotTheSession() throws IOException {
        String session = session();
        FakeGate.FakeConversation conversation = gate.last();
        try (RawHttp slow = new RawHttp(port)) {
            slow.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
            slow.readHead();
            String filler = "y".repeat(1 << 20);
            for (int i = 0; i < 40; i++) {
                conversation.toClient.send(FakeGate.note("notifications/" + filler));
            }
            assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", session).status())
                    .isEqualTo(200);
        }
        http.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
        http.readHead();
        http.readUntil("yyy"); // what came after the slow stream was given up waits for the next one
    }

    @Test
    void aFloodOfLogMessagesCostsAReaderSomeOfThemAndNotItsStream() throws IOException {
        String session = session();
        FakeGate.FakeConversation conversation = gate.last();
        http.write(RawHttp.request("GET", "/mcp", headers("Mcp-Session-Id", session), ""));
        http.readHead();
        JsonText log = JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\""
                + "y".repeat(1 << 20) + "\"}}");
        for (int i = 0; i < 40; i++) {
            conversation.toClient.send(log);
        }
        http.readUntil(": keep-alive\n\n"); // all that waited has been read
        conversation.toClient.send(FakeGate.note("notifications/tools/list_changed"));
        http.readUntil("list_changed");
    }

    // Modern requests

    @Test
    void aModernRequestIsItsOwnConversation() throws IOException {
        Answer answer = modern(9, "echo", "{\"a\":1}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{\"echo\":{\"a\":1}}}");
        assertThat(gate.conversations).hasSize(1);
        assertThat(gate.last().peer.connection()).isEmpty();
        await().until(() -> gate.open() == 0);
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                argumentSet("no version", "MCP-Protocol-Version", ""),
                argumentSet("other version", "MCP-Protocol-Version", "2025-11-25"),
                argumentSet("no method", "Mcp-Method", ""),
                argumentSet("other method", "Mcp-Method", "tools/list"),
                argumentSet("method in another case", "Mcp-Method", "Tools/Call"),
                argumentSet("no name", "Mcp-Name", ""),
                argumentSet("other name", "Mcp-Name", "ping"),
                argumentSet("two methods", "mcp-method", "tools/list"),
                argumentSet("two names", "mcp-name", "ping"),
                argumentSet("two versions", "mcp-protocol-version", "2025-11-25"),
                argumentSet("broken Base64", "Mcp-Name", "=?base64?!!?="),
                argumentSet("Base64 of another", "Mcp-Name", "=?base64?cGluZw==?="));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void headersThatContradictTheBodyAre400(String name, String value) throws IOException {
        Map<String, String> headers = headers(modernHeaders("echo"));
        if (value.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        Answer answer = http.exchange("POST", "/mcp", headers, modernCall(9, "echo", "{}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"id\":9", "-32020");
        assertThat(gate.conversations).isEmpty();
    }

    @Test
    void anEncodedNameIsDecoded() throws IOException {
        String name = "wetter-für-世界";
        String encoded = "=?base64?" + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)) + "?=";
        assertThat(post(modernCall(9, name, "{}"), modernHeaders(encoded)).status())
                .isEqualTo(200);
    }

    @Test
    void statusesFollowTheOutcome() throws IOException {
        String body = modernCall(9, "echo", "{}");
        assertThat(post(body.replace("tools/call", "x/y"), "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "x/y")
                        .status())
                .isEqualTo(404);
        Answer unsupported = post(
                body.replace("tools/call", "future/version"),
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "future/version");
        assertThat(unsupported.status()).isEqualTo(400);
        assertThat(unsupported.body()).contains("-32022");
        Answer bare = post(call(1, "echo", "{}"), "MCP-Protocol-Version", "2026-07-28");
        assertThat(bare.status()).isEqualTo(400);
        assertThat(bare.body()).contains("-32602");
        assertThat(http.exchange("GET", "/mcp", headers("MCP-Protocol-Version", "2026-07-28"), "")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void mirroredArgumentsReachTheGateAsTheyWereSpelled() throws IOException {
        Map<String, String> headers = headers(modernHeaders("params"));
        headers.put("Mcp-Param-Region", "=?base64?IHBhZGRlZCA=?=");
        headers.put("MCP-PARAM-Count", "7");
        headers.put("X-Mcp-Param-No", "1");
        String request = RawHttp.request("POST", "/mcp", headers, modernCall(9, "params", "{}"))
                .replace("MCP-PARAM-Count: 7", "MCP-PARAM-Count: 7\r\nmcp-param-count: 8");
        http.write(request);
        assertThat(http.read().body())
                .contains("mcp-param-count=7, 8", "mcp-param-region==?base64?IHBhZGRlZCA=?=")
                .doesNotContain("x-mcp");
        assertThat(modern(9, "params", "{}").body()).contains("\"params\":\"{}\"");
        assertThat(post(call(9, "params", "{}"), "Mcp-Session-Id", session(), "Mcp-Param-A", "1")
                        .body())
                .contains("\"params\":\"null\"");
    }

    @ParameterizedTest
    @CsvSource({"-32020,400", "-32021,400", "-32022,400", "-32601,404", "-32602,200", "-32000,200", "1429,200"})
    void anErrorHasTheStatusOfItsCodeInTheModernEraWhoeverGaveIt(int code, int status) throws IOException {
        String arguments = Integer.toString(code);
        Answer answer = modern(9, "fail", arguments);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("\"id\":9", "\"code\":" + code);
        assertThat(post(call(9, "fail", arguments), "Mcp-Session-Id", session()).status())
                .isEqualTo(200);
        Answer alone = post(
                modernCall(9, "fail", arguments),
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "fail",
                "Accept",
                "application/json");
        assertThat(alone.status()).isEqualTo(status);
        assertThat(alone.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void aModernClientOfJsonAloneGetsTheAnswerAlone() throws IOException {
        Answer answer = post(
                modernCall(9, "progress", "{}"),
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "progress",
                "Accept",
                "application/json");
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{\"echo\":{}}}");
    }

    @Test
    void aModernStreamHasNoIdsAndIgnoresThatOfALostEvent() throws IOException {
        String[] headers = Arrays.copyOf(modernHeaders("progress"), 8);
        headers[6] = "Last-Event-ID";
        headers[7] = "1-1";
        Answer answer = post(modernCall(9, "progress", "{}"), headers);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("event: message\n").doesNotContain("id: ", "retry: ");
    }

    @Test
    void closingTheResponseCancelsAModernRequest() throws IOException {
        try (RawHttp leaving = new RawHttp(port)) {
            leaving.write(RawHttp.request("POST", "/mcp", headers(modernHeaders("wait")), modernCall(9, "wait", "{}")));
            await().until(() -> gate.waiting.containsKey("9"));
            leaving.reset();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(gate.abandoned).hasValue(1));
        assertThat(gate.open()).isZero();
    }

    @Test
    void closingTheResponseDoesNotCancelALegacyRequest() throws IOException {
        String session = session();
        try (RawHttp leaving = new RawHttp(port)) {
            leaving.write(RawHttp.request("POST", "/mcp", headers("Mcp-Session-Id", session), call(9, "wait", "{}")));
            await().until(() -> gate.waiting.containsKey("9"));
            leaving.reset();
        }
        gate.waiting.get("9").end(FakeGate.result("9", "{}"), ReplyStatus.ANSWERED);
        assertThat(post(call(1, "echo", "{}"), "Mcp-Session-Id", session).status())
                .isEqualTo(200);
        assertThat(gate.abandoned).hasValue(0);
    }

    // Weight

    @ParameterizedTest
    @ValueSource(ints = {0, 4000, 4096, 5000, 40_000, 1 << 20, 10 << 20})
    void answersOfAnySizeArrive(int size) throws IOException {
        Answer answer = modern(9, "big", Integer.toString(size));
        assertThat(answer.body()).hasSize("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{\"text\":\"\"}}".length() + size);
    }

    @Test
    void manyCallsInFlightHoldNoThreads() throws Exception {
        int before = Thread.activeCount();
        RawHttp[] clients = new RawHttp[200];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new RawHttp(port);
            clients[i].write(
                    RawHttp.request("POST", "/mcp", headers(modernHeaders("wait")), modernCall(i, "wait", "{}")));
        }
        await().until(() -> gate.waiting.size() == clients.length);
        assertThat(Thread.activeCount() - before).isLessThan(40);
        gate.waiting.forEach((id, reply) -> reply.end(FakeGate.result(id, "{}"), ReplyStatus.ANSWERED));
        for (int i = 0; i < clients.length; i++) {
            assertThat(clients[i].read().body()).contains("\"id\":" + i + ",");
            clients[i].close();
        }
    }

    @Test
    void burstsArriveWholeAndInOrder() throws IOException {
        for (int round = 0; round < 100; round++) {
            int count = round % 45;
            String body = modern(round, "burst", Integer.toString(count)).body();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < count; i++) {
                expected.append("event: message\ndata: ")
                        .append(FakeGate.note("notifications/n" + i))
                        .append("\n\n");
            }
            String answer = FakeGate.result(Integer.toString(round), "{}").toString();
            expected.append(count == 0 ? answer : "event: message\ndata: " + answer + "\n\n");
            assertThat(body).isEqualTo(expected.toString());
        }
    }

    @Test
    void concurrentCallersGetTheirOwnAnswers() throws Exception {
        String session = session();
        ExecutorService callers = Executors.newFixedThreadPool(32);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int caller = 0; caller < 32; caller++) {
                int first = caller * 1000;
                done.add(callers.submit(() -> {
                    try (RawHttp client = new RawHttp(port)) {
                        for (int id = first; id < first + 100; id++) {
                            String tool = id % 3 == 0 ? "progress" : "echo";
                            Answer answer = client.exchange(
                                    "POST",
                                    "/mcp",
                                    headers("Mcp-Session-Id", session),
                                    call(id, tool, "{\"n\":" + id + "}"));
                            assertThat(answer.body())
                                    .contains("\"id\":" + id + ",\"result\":{\"echo\":{\"n\":" + id + "}}}");
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomRequestsAreRefusedAndNeverA500(long seed) throws IOException {
        Random random = new Random(seed);
        System.err.println("HttpFrontContract fuzz seed " + seed);
        String[] seeds = {INITIALIZE, modernCall(1, "echo", "{}"), call(1, "progress", "[1]")};
        for (int round = 0; round < 150; round++) {
            byte[] body = seeds[random.nextInt(seeds.length)].getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Map<String, String> headers = headers(modernHeaders("echo"));
            String[] names = headers.keySet().toArray(String[]::new);
            for (int i = random.nextInt(3); i > 0; i--) {
                headers.put(names[random.nextInt(names.length)], noise(random));
            }
            if (random.nextInt(4) == 0) {
                headers.put("Mcp-Session-Id", noise(random));
            }
            try (RawHttp client = new RawHttp(port)) {
                String head = RawHttp.request("POST", "/mcp", headers, "")
                        .replace("Content-Length: 0", "Content-Length: " + body.length);
                byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
                byte[] whole = Arrays.copyOf(start, start.length + body.length);
                System.arraycopy(body, 0, whole, start.length, body.length);
                client.write(whole);
                assertThat(client.readHead().status())
                        .as("seed %d round %d: %s", seed, round, new String(whole, StandardCharsets.ISO_8859_1))
                        .isNotEqualTo(500);
            } catch (EOFException e) {
                throw new AssertionError("no answer to " + new String(body, StandardCharsets.ISO_8859_1) + headers, e);
            }
        }
        assertThat(modern(9, "echo", "{}").status()).isEqualTo(200);
    }

    private static String noise(Random random) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            noise.append((char) (random.nextInt(8) == 0 ? 0x80 + random.nextInt(0x7f) : 0x21 + random.nextInt(0x5d)));
        }
        return noise.toString();
    }
}
