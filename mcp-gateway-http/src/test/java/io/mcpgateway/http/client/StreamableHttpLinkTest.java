package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.remote.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamableHttpLinkTest extends LinkTest {
    @Test
    void sessionAndVersionAreTakenFromInitializeAndSentFromThenOn() {
        server.script((request, out) -> {
            if (request.is("tools/list")) {
                out.json(200, result(request.id()));
            } else {
                initialized(request, out);
            }
        });
        Link link = open();
        link.send(request(1, "initialize"));
        heard.awaitMessages(1);
        link.send(note("notifications/initialized", "{}"));
        link.send(request(2, "tools/list"));
        heard.awaitMessages(2);
        assertThat(heard.messages.get(1)).isEqualTo(result("2"));
        Request first = server.requests.get(0);
        assertThat(first.header("mcp-session-id")).isEmpty();
        assertThat(first.header("accept")).isEqualTo("application/json, text/event-stream");
        assertThat(first.header("content-type")).isEqualTo("application/json");
        assertThat(first.header("x-api-key")).isEqualTo("k3y-s3cret");
        await().until(() -> server.requests.size() == 4);
        for (Request request : server.requests.subList(1, 4)) {
            assertThat(request.header("mcp-session-id")).isEqualTo("abc");
            assertThat(request.header("mcp-protocol-version")).isEqualTo("2025-06-18");
        }
        link.close();
        await().until(() ->
                server.requests.stream().anyMatch(request -> request.method().equals("DELETE")));
        assertThat(heard.closed).hasSize(1);
        link.close();
        assertThat(heard.closed).hasSize(1);
    }

    @Test
    void nothingOvertakesInitialized() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.script((request, out) -> {
            if (request.is("notifications/initialized")) {
                release.await();
            }
            if (request.is("tools/list")) {
                out.json(200, result(request.id()));
            } else {
                initialized(request, out);
            }
        });
        Link link = open();
        link.send(request(1, "initialize"));
        heard.awaitMessages(1);
        link.send(note("notifications/initialized", "{}"));
        link.send(request(2, "tools/list"));
        link.send(request(3, "tools/list"));
        await().until(() -> server.requests.size() == 2);
        await().during(java.time.Duration.ofMillis(200)).until(() -> server.requests.size() == 2);
        release.countDown();
        heard.awaitMessages(3);
        assertThat(heard.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500})
    void aRefusedInitializedIsNoiseAndHoldsNobodyBack(int status) {
        server.script((request, out) -> {
            if (request.is("notifications/initialized")) {
                out.answer(status, "text/plain", "no");
            } else if (request.is("tools/list")) {
                out.json(200, result(request.id()));
            } else {
                initialized(request, out);
            }
        });
        Link link = open();
        link.send(note("notifications/initialized", "{}"));
        link.send(request(2, "tools/list"));
        heard.awaitMessages(1);
        assertThat(heard.noise).hasSize(1);
    }

    @Test
    void configuredHeadersCannotReplaceOurs() {
        server.script((request, out) -> out.json(200, result(request.id())));
        Link link = open(
                server.url("/mcp"),
                Map.of("Accept", Secret.of("text/html"), "mcp-session-id", Secret.of("x"), "A", Secret.of("b")));
        link.send(request(1, "tools/list"));
        heard.awaitMessages(1);
        assertThat(server.requests.get(0).header("accept")).contains("application/json");
        assertThat(server.requests.get(0).header("mcp-session-id")).isEmpty();
        assertThat(server.requests.get(0).header("a")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void anEventStreamMayBeCutAnywhere(long seed) {
        System.err.println("StreamableHttpLinkTest seed " + seed);
        Random random = new Random(seed);
        String events = ": hi\r\n\r\nid: 1\r\ndata:\r\n\r\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\n"
                + "data: \"method\":\"notifications/progress\"}\n\nevent: other\ndata: junk\n\ndata: " + "%s\n\n";
        server.script((request, out) -> {
            out.startEvents();
            String text = events.formatted(result(request.id()));
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(12));
                out.chunk(text.substring(at, end));
                at = end;
            }
            out.end();
        });
        Link link = open();
        link.send(request(5, "tools/call"));
        heard.awaitMessages(2);
        assertThat(heard.messages)
                .containsExactly("{\"jsonrpc\":\"2.0\", \"method\":\"notifications/progress\"}", result("5"));
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void aStreamThatIsCutIsResumedFromItsLastEvent() {
        server.script((request, out) -> {
            if (request.method().equals("GET")) {
                out.startEvents();
                out.chunk("data: " + result("5") + "\n\n");
                out.end();
                return;
            }
            out.startEvents();
            out.chunk("id: e7\nretry: 10\ndata:\n\n");
            out.end();
        });
        open().send(request(5, "tools/call"));
        heard.awaitMessages(1);
        assertThat(server.requests.get(1).header("last-event-id")).isEqualTo("e7");
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void aStreamThatEndsWithoutAnAnswerFailsItsRequestOnly() {
        server.script((request, out) -> {
            if (request.id().equals("1")) {
                out.startEvents();
                out.chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n");
                out.end();
            } else {
                out.json(200, result(request.id()));
            }
        });
        Link link = open();
        link.send(request(1, "tools/call"));
        assertThat(heard.failure(1)).hasMessageContaining("stream ended without an answer");
        link.send(request(2, "tools/call"));
        await().until(() -> heard.messages.contains(result("2")));
        assertThat(heard.closed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json||without an answer",
                "application/json|{|without an answer",
                "application/json|[]|without an answer",
                "application/json|{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}|without an answer",
                "text/html|<html>login</html>|without an answer"
            })
    void whatIsNoAnswerFailsTheRequest(String type, String body, String why) {
        server.script((request, out) -> out.answer(200, type, body == null ? "" : body));
        open().send(request(1, "tools/call"));
        assertThat(heard.failure(1)).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"500,SERVER_UNAVAILABLE", "401,DENIED", "403,DENIED", "404,SERVER_UNAVAILABLE", "429,SERVER_UNAVAILABLE"
    })
    void anErrorStatusIsToldWithoutSecrets(int status, ErrorCode code) {
        server.script(
                (request, out) -> out.answer(status, "text/plain", "no: k3y-s3cret\n at line " + "z".repeat(5000)));
        open(server.url("/mcp?token=qu3ry"), Map.of("Authorization", Secret.of("Bearer k3y-s3cret")))
                .send(request(1, "tools/call"));
        GatewayException failure = heard.failure(1);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure)
                .hasMessageContaining("HTTP status " + status)
                .hasMessageContaining("no: ***")
                .hasMessageContaining("Server 'time'")
                .hasMessageNotContaining("k3y")
                .hasMessageNotContaining("qu3ry");
        assertThat(failure.getMessage()).hasSizeLessThan(400);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void aJsonRpcErrorInAnErrorStatusIsTheAnswer() {
        String error =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"m\",\"data\":{\"x\":1}}}";
        server.script((request, out) -> out.json(400, error));
        open().send(request(1, "tools/call"));
        heard.awaitMessages(1);
        assertThat(heard.messages).containsExactly(error);
        assertThat(heard.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunks", "events", "event lines"})
    void anAnswerOverTheLimitFailsItsRequestOnly(String how) {
        server.script((request, out) -> {
            if (!request.id().equals("1")) {
                out.json(200, result(request.id()));
                return;
            }
            String big = "x".repeat(MAX);
            switch (how) {
                case "length" -> out.json(200, "\"" + big + "\"");
                case "chunks" -> {
                    out.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
                    out.chunk("\"" + big + big);
                    out.chunk(big);
                }
                case "events" -> {
                    out.startEvents();
                    out.chunk("data: " + big + big + "\n\n");
                }
                default -> {
                    out.startEvents();
                    for (int i = 0; i < 20; i++) {
                        out.chunk("data: " + big.substring(0, MAX / 10) + "\n");
                    }
                    out.chunk("\n");
                }
            }
        });
        Link link = open();
        link.send(request(1, "tools/call"));
        GatewayException failure = heard.failure(1);
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT);
        assertThat(failure).hasMessageContaining("limit of " + MAX);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u00e9", "a\tb"})
    void aSessionIdThatIsNotVisibleAsciiIsNotTaken(String id) {
        server.script((request, out) -> initialized(request, out, id));
        Link link = open();
        shakeHands(link);
        await().until(() -> server.requests.size() == 3);
        assertThat(server.requests)
                .allSatisfy(
                        request -> assertThat(request.header("mcp-session-id")).isEmpty());
        assertThat(heard.noise).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "many", "broken", "two lengths"})
    void hostileHeadersFailTheRequestOnly(String how) {
        server.script((request, out) -> {
            if (!request.id().equals("1")) {
                out.json(200, result(request.id()));
                return;
            }
            String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
            switch (how) {
                case "huge" -> out.raw(head + "X: " + "x".repeat(100_000) + "\r\n\r\n");
                case "many" -> out.raw(head + "X: y\r\n".repeat(20_000) + "\r\n");
                case "broken" -> out.raw(head + "X\u0000: y\r\n\r\n");
                default -> out.raw(head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}");
            }
            throw new IOException("closes the connection");
        });
        Link link = open();
        link.send(request(1, "tools/call"));
        assertThat(heard.failure(1).code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(1);
    }

    @Test
    void junkInsteadOfHttpFails() {
        server.script((request, out) -> out.raw("SSH-2.0-OpenSSH\r\n\r\n"));
        open().send(request(1, "tools/call"));
        assertThat(heard.failure(1).code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
    }

    @Test
    void aConnectionThatIsCutFails() {
        server.script((request, out) -> {
            out.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
            server.cut();
        });
        open().send(request(1, "tools/call"));
        assertThat(heard.failure(1)).hasMessageContaining("connection ended");
    }

    @Test
    void aRefusedConnectionFails() throws IOException {
        String url = server.url("/mcp");
        server.close();
        open(url, Map.of()).send(request(1, "initialize"));
        assertThat(heard.failure(1)).hasMessageContaining("refused");
    }

    @Test
    void aUnknownHostFails() {
        links.close();
        links = new HttpRemoteLinks(host -> {
            throw new java.net.UnknownHostException(host);
        });
        open("https://nowhere.example/mcp", Map.of()).send(request(1, "initialize"));
        assertThat(heard.failure(1)).hasMessageContaining("cannot be resolved");
    }

    @Test
    void aPublicNameWithAPrivateAddressIsNotDialled() {
        links.close();
        links = new HttpRemoteLinks(host -> List.of(InetAddress.getLoopbackAddress()));
        server.script((request, out) -> out.json(200, result(request.id())));
        open("https://rebinding.example:" + server.port() + "/mcp", Map.of()).send(request(1, "initialize"));
        assertThat(heard.failure(1).code()).isEqualTo(ErrorCode.DENIED);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void refusedAddressesAndHeadersFailTheOpening() {
        for (String url : List.of("http://example.com/", "https://10.0.0.1/", "https://u@example.com/")) {
            assertThatThrownBy(() -> open(url, Map.of())).hasCauseInstanceOf(GatewayException.class);
        }
        assertThatThrownBy(() -> open(server.url("/"), Map.of("X", Secret.of("a\r\nEvil: b"))))
                .hasMessageContaining("'X'")
                .hasMessageNotContaining("Evil");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirectsWithinTheOriginKeepHeadersAndBody(int status) {
        server.script((request, out) -> {
            if (request.path().equals("/mcp")) {
                out.answer(status, "text/plain", "", "Location: /moved/");
            } else {
                out.json(200, result(request.id()));
            }
        });
        open().send(request(1, "tools/call"));
        heard.awaitMessages(1);
        Request second = server.requests.get(1);
        assertThat(second.method()).isEqualTo("POST");
        assertThat(second.body()).contains("tools/call");
        assertThat(second.header("x-api-key")).isEqualTo("k3y-s3cret");
    }

    @Test
    void redirectsToAnotherOriginLoseHeaders() throws IOException {
        try (ScriptedServer other = new ScriptedServer()) {
            other.script((request, out) -> out.json(200, result(request.id())));
            server.script((request, out) -> out.answer(307, "text/plain", "", "Location: " + other.url("/x")));
            open().send(request(1, "tools/call"));
            heard.awaitMessages(1);
            assertThat(other.requests.get(0).header("x-api-key")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/", "https://127.0.0.2/", "https://localhost/", "ht tp://", ""})
    void redirectsToRefusedAddressesFail(String location) {
        server.script((request, out) -> out.answer(307, "text/plain", "", "Location: " + location));
        open().send(request(1, "tools/call"));
        assertThat(heard.failure(1).code()).isIn(ErrorCode.DENIED, ErrorCode.SERVER_UNAVAILABLE);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void redirectsInACircleFail() {
        server.script((request, out) -> out.answer(307, "text/plain", "", "Location: /mcp"));
        open().send(request(1, "tools/call"));
        assertThat(heard.failure(1)).hasMessageContaining("redirect");
        assertThat(server.requests).hasSize(Redirects.MAX + 1);
    }

    @Test
    void theListeningStreamBringsMessagesAndComesBack() {
        server.script((request, out) -> {
            if (!request.method().equals("GET")) {
                initialized(request, out);
                return;
            }
            out.startEvents();
            String last = request.header("last-event-id");
            out.chunk("retry: 500\nid: " + (last.isEmpty() ? "1" : "2") + "\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"n/"
                    + (last.isEmpty() ? "first" : "after-" + last) + "\"}\n\n");
            if (last.isEmpty()) {
                out.end();
            }
        });
        Link link = open();
        link.send(request(1, "initialize"));
        heard.awaitMessages(1);
        link.send(note("notifications/initialized", "{}"));
        await().untilAsserted(() -> assertThat(heard.messages)
                .contains(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"n/first\"}",
                        "{\"jsonrpc\":\"2.0\",\"method\":\"n/after-1\"}"));
    }

    @Test
    void aCancelledRequestIsLetGo() {
        server.script((request, out) -> {
            if (request.is("notifications/cancelled")) {
                out.answer(202, "text/plain", "");
            } else {
                out.startEvents();
                out.chunk(": waiting\n\n");
            }
        });
        Link link = open();
        link.send(request(8, "tools/call"));
        await().until(() -> server.requests.size() == 1);
        link.send(note("notifications/cancelled", "{\"requestId\":8}"));
        await().until(() -> server.requests.size() == 2);
        link.send(note("notifications/cancelled", "{\"requestId\":9}"));
        await().until(() -> server.requests.size() == 3);
        assertThat(heard.failures).isEmpty();
        assertThat(heard.noise).isEmpty();
    }

    @Test
    void manyCallsAtOnceAreNotMixedUp() {
        server.script((request, out) -> out.json(200, result(request.id())));
        Link link = open();
        for (int i = 1; i <= 500; i++) {
            link.send(request(i, "tools/call"));
        }
        heard.awaitMessages(500);
        assertThat(Set.copyOf(heard.messages)).hasSize(500);
        assertThat(heard.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void randomAnswersAlwaysEndTheRequest(long seed) {
        System.err.println("StreamableHttpLinkTest fuzz seed " + seed);
        Random random = new Random(seed);
        server.script((request, out) -> {
            String good = random.nextBoolean()
                    ? "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                            + result(request.id())
                    : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: "
                            + result(request.id()) + "\n\n";
            byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            out.stream().write(bytes);
            out.stream().flush();
            throw new IOException("closes the connection");
        });
        Link link = open();
        for (int i = 1; i <= 150; i++) {
            long id = i;
            link.send(request(id, "tools/call"));
            await().pollDelay(java.time.Duration.ZERO)
                    .pollInterval(java.time.Duration.ofMillis(2))
                    .until(() -> heard.failures.containsKey(id) || heard.messages.size() + heard.failures.size() >= id);
        }
    }
}
