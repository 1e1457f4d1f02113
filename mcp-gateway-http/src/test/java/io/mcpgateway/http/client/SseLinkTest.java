package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Out;
import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Secret;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.remote.RemoteTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseLinkTest extends LinkTest {
    private static final String CUT = "cut";

    /** What the server writes to the stream of events, in whole events. */
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private String endpoint = "/messages?sessionId=1";

    private interface Post {
        void answer(Request request, Out out) throws IOException, InterruptedException;
    }

    /** A server of the old transport whose answers are the posts' business. */
    private void serve(Post posts) {
        server.script((request, out) -> {
            if (!request.method().equals("GET")) {
                posts.answer(request, out);
                return;
            }
            out.startEvents();
            out.chunk(": hello\n\nevent: endpoint\ndata: " + endpoint + "\n\n");
            for (String event = events.take(); !event.equals(CUT); event = events.take()) {
                out.chunk(event);
            }
            throw new IOException("cuts the stream");
        });
    }

    private void accept(Request request, Out out) throws IOException {
        out.answer(202, "text/plain", "Accepted");
        if (request.is("initialize")) {
            event(initializeResult(request, "2024-11-05"));
        } else if (request.body().contains("\"id\"")) {
            event(result(request.id()));
        }
    }

    private void event(String data) {
        events.add("event: message\ndata: " + data + "\n\n");
    }

    private Link openSse() {
        return open(server.url("/sse"), "sse", Map.of("X-Api-Key", Secret.of("k3y-s3cret")));
    }

    private List<Request> posts() {
        return server.requests.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    @Test
    void messagesArePostedToTheEndpointAndAnswersComeOnTheStream() {
        serve(this::accept);
        Link link = openSse();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        assertThat(heard.messages.get(1)).isEqualTo(result("2"));
        assertThat(heard.streams).containsOnly(0L);
        Request get = server.requests.get(0);
        assertThat(get.path()).isEqualTo("/sse");
        assertThat(get.header("accept")).isEqualTo("text/event-stream");
        assertThat(get.header("x-api-key")).isEqualTo("k3y-s3cret");
        assertThat(posts()).hasSize(3).allSatisfy(post -> {
            assertThat(post.path()).isEqualTo("/messages?sessionId=1");
            assertThat(post.header("content-type")).isEqualTo("application/json");
            assertThat(post.header("x-api-key")).isEqualTo("k3y-s3cret");
            assertThat(post.header("mcp-session-id")).isEmpty();
        });
        assertThat(posts().get(2).header("mcp-protocol-version")).isEqualTo("2024-11-05");
        event(notification("notifications/tools/list_changed"));
        heard.awaitMessages(3);
        link.close();
        heard.awaitClosed();
        assertThat(heard.noise).isEmpty();
    }

    @Test
    void noRequestIsMadeBeforeTheFirstMessage() {
        serve(this::accept);
        Link link = openSse();
        link.close();
        link.send(request(1, "initialize"));
        assertThat(heard.failure(1)).hasMessageContaining("closed");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void nothingOvertakesTheEndpointOrInitialized() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        serve((request, out) -> {
            if (request.is("notifications/initialized")) {
                release.await();
            }
            accept(request, out);
        });
        Link link = openSse();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        await().until(() -> posts().size() == 2);
        await().during(Duration.ofMillis(200)).until(() -> posts().size() == 2);
        release.countDown();
        heard.awaitMessages(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/messages, /messages",
        "messages?x=1, /a/messages?x=1",
        "?session=2, /a/sse?session=2",
        "../up, /up",
        "./b#fragment, /a/b"
    })
    void theEndpointMayBeRelative(String named, String path) {
        endpoint = named;
        serve(this::accept);
        open(server.url("/a/sse"), "sse", Map.of()).send(request(1, "initialize"));
        heard.awaitMessages(1);
        assertThat(posts().get(0).path()).isEqualTo(path);
    }

    @Test
    void theEndpointMayBeAbsoluteAtTheSameOrigin() {
        endpoint = server.url("/m");
        serve(this::accept);
        openSse().send(request(1, "initialize"));
        heard.awaitMessages(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/x",
                "http://127.0.0.2/x",
                "https://example.com/x",
                "//example.com/x",
                "file:///etc/passwd",
                "http://user@127.0.0.1/x",
                "ht tp:",
                " ",
                "\u0000"
            })
    void anEndpointElsewhereClosesTheLinkAndIsNotAsked(String named) {
        endpoint = named;
        serve(this::accept);
        openSse().send(request(1, "initialize"));
        heard.awaitClosed();
        assertThat(posts()).isEmpty();
        assertThat(heard.closed.get(0).code()).isIn(ErrorCode.DENIED, ErrorCode.SERVER_UNAVAILABLE);
    }

    @Test
    void anEndpointThatNeverEndsIsNotKept() {
        endpoint = "/" + "x".repeat(9000);
        serve(this::accept);
        openSse().send(request(1, "initialize"));
        heard.awaitClosed();
        assertThat(heard.closed.get(0)).hasMessageContaining("no usable endpoint");
    }

    @Test
    void anEndpointThatDoesNotComeIsNotWaitedForForEver() {
        server.script((request, out) -> {
            out.startEvents();
            out.chunk(": not yet\n\n");
        });
        try (GuardedClient client = GuardedClient.start(HostLookup.SYSTEM)) {
            RemoteTarget target = new RemoteTarget(
                    "time", server.url("/sse"), "sse", Map.of(), new RemoteAccess(Set.of("127.0.0.1"), false), MAX);
            Remote remote = new Remote(client, target, UrlGuard.check(target.url(), target.access()));
            new SseLink(remote, heard, link -> {}, Duration.ofMillis(300)).send(request(1, "initialize"));
            heard.awaitClosed();
        }
        assertThat(heard.closed.get(0)).hasMessageContaining("where messages are to be sent");
    }

    @Test
    void aSecondEndpointIsIgnored() {
        serve(this::accept);
        Link link = openSse();
        shakeHands(link);
        events.add("event: endpoint\ndata: /other\n\n");
        await().until(() -> heard.noise.size() == 1);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        assertThat(posts()).noneMatch(post -> post.path().equals("/other"));
    }

    @Test
    void aStreamThatIsCutClosesTheLink() {
        serve(this::accept);
        Link link = openSse();
        shakeHands(link);
        events.add(CUT);
        heard.awaitClosed();
        assertThat(heard.closed.get(0))
                .hasMessageContaining("event stream was cut")
                .hasMessageContaining("'time'");
        link.send(request(2, "tools/call"));
        assertThat(heard.failure(2)).hasMessageContaining("closed");
    }

    @ParameterizedTest
    @CsvSource({"401,DENIED,credentials", "404,SERVER_UNAVAILABLE,404", "500,SERVER_UNAVAILABLE,500"})
    void aRefusedStreamClosesTheLinkWithItsStatus(int status, ErrorCode code, String words) {
        server.script((request, out) -> out.answer(status, "text/plain", "no k3y-s3cret"));
        openSse().send(request(1, "initialize"));
        heard.awaitClosed();
        assertThat(heard.closed.get(0).code()).isEqualTo(code);
        assertThat(heard.closed.get(0)).hasMessageContaining(words).hasMessageNotContaining("k3y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "message", "silent end", "junk"})
    void whatIsNotTheOldTransportClosesTheLink(String how) {
        server.script((request, out) -> {
            switch (how) {
                case "json" -> out.json(200, "{}");
                case "message" -> {
                    out.startEvents();
                    out.chunk("id: 1\ndata:\n\n");
                }
                case "silent end" -> {
                    out.startEvents();
                    out.end();
                }
                default -> out.raw("SSH-2.0\r\n\r\n");
            }
        });
        openSse().send(request(1, "initialize"));
        heard.awaitClosed();
        assertThat(posts()).isEmpty();
    }

    @Test
    void aRefusedPostFailsItsRequestOnly() {
        serve((request, out) -> {
            if (request.id().equals("2")) {
                out.answer(413, "text/plain", "too much");
            } else if (request.id().equals("3")) {
                out.json(400, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32602,\"message\":\"m\"}}");
            } else {
                accept(request, out);
            }
        });
        Link link = openSse();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        assertThat(heard.failure(2)).hasMessageContaining("HTTP status 413");
        assertThat(heard.refusals).containsEntry(2L, 413);
        link.send(request(3, "tools/call"));
        heard.awaitMessages(2);
        assertThat(heard.messages.get(1)).contains("\"id\":3").contains("-32602");
        link.send(request(4, "tools/call"));
        heard.awaitMessages(3);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void aRefusalAfterTheAnswerIsNotToldAgain() {
        CountDownLatch answered = new CountDownLatch(1);
        serve((request, out) -> {
            if (request.id().equals("2")) {
                event(result("2"));
                answered.await();
                out.answer(500, "text/plain", "");
            } else {
                accept(request, out);
            }
        });
        Link link = openSse();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        answered.countDown();
        link.send(request(3, "tools/call"));
        heard.awaitMessages(3);
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void anOversizedAnswerFailsItsRequestOnly() {
        serve((request, out) -> {
            if (request.id().equals("2")) {
                out.answer(202, "text/plain", "");
                event("{\"result\":{\"id\":7,\"x\":\"" + "x".repeat(MAX) + "\"},\"jsonrpc\":\"2.0\",\"id\":2}");
                event("{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(MAX) + "\"}");
            } else {
                accept(request, out);
            }
        });
        Link link = openSse();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        assertThat(heard.failure(2).code()).isEqualTo(ErrorCode.LIMIT);
        link.send(request(3, "tools/call"));
        heard.awaitMessages(2);
        assertThat(heard.noise).hasSize(1);
    }

    @Test
    void duplicateLateAndMalformedMessagesDoNotEndTheStream() {
        serve(this::accept);
        Link link = openSse();
        shakeHands(link);
        event("{");
        event("[]");
        event("\"text\"");
        event("{\"jsonrpc\":\"2.0\",\"id\":1,\"ID\":2,\"result\":{}}");
        events.add("event: ping\ndata: now\n\n");
        events.add("data:\n\n");
        event(result("99"));
        event(result("99"));
        link.send(request(2, "tools/call"));
        await().until(() -> heard.messages.contains(result("2")));
        assertThat(heard.noise).hasSize(4);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void modernMessagesAreRefusedWithoutARequest() {
        serve(this::accept);
        Link link = openSse();
        link.send(modern(1, "server/discover", "{}"));
        assertThat(heard.failure(1)).hasMessageContaining("HTTP+SSE");
        assertThat(heard.refusals).containsEntry(1L, 404);
        assertThat(server.requests).isEmpty();
        shakeHands(link);
    }

    @Test
    void aRedirectedStreamNamesItsEndpointAtItsOwnOrigin() throws IOException {
        try (ScriptedServer other = new ScriptedServer()) {
            other.script((request, out) -> {
                if (request.method().equals("GET")) {
                    out.startEvents();
                    out.chunk("event: endpoint\ndata: /m\n\n");
                    out.chunk(events.take());
                    events.take();
                } else {
                    accept(request, out);
                }
            });
            server.script((request, out) -> out.answer(307, "text/plain", "", "Location: " + other.url("/events")));
            openSse().send(request(1, "initialize"));
            heard.awaitMessages(1);
            assertThat(other.requests)
                    .hasSize(2)
                    .allSatisfy(
                            request -> assertThat(request.header("x-api-key")).isEmpty());
        }
    }

    @Test
    void closingCutsTheStream() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        server.script((request, out) -> {
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
        });
        Link link = openSse();
        link.send(request(1, "initialize"));
        await().until(() -> server.requests.size() == 1);
        link.close();
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        heard.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void randomStreamsNeverHangTheLink(long seed) {
        System.err.println("SseLinkTest seed " + seed);
        Random random = new Random(seed);
        String good = "event: endpoint\ndata: /m\n\ndata: " + notification("n") + "\n\nid: 1\nretry: 1\n\n";
        for (int round = 0; round < 40; round++) {
            server.script((request, out) -> {
                byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
                for (int i = random.nextInt(6); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                out.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
                out.stream().write(bytes, 0, random.nextInt(bytes.length + 1));
                out.stream().flush();
                throw new IOException("closes the connection");
            });
            int before = heard.closed.size();
            openSse().send(request(round + 1, "initialize"));
            await().pollInterval(Duration.ofMillis(2)).until(() -> heard.closed.size() == before + 1);
        }
    }
}
