package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.remote.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumptionTest extends LinkTest {
    private List<Request> gets() {
        return server.requests.stream()
                .filter(request -> request.method().equals("GET"))
                .toList();
    }

    @Test
    void aServerMayCloseTheConnectionAsOftenAsItLikes() {
        AtomicInteger polls = new AtomicInteger();
        server.script((request, out) -> {
            int poll = polls.getAndIncrement();
            out.startEvents();
            out.chunk("id: e" + poll + "\nretry: 100\ndata:\n\n");
            if (poll == 15) {
                out.chunk("id: last\ndata: " + result("5") + "\n\n");
            }
            out.end();
        });
        open().send(request(5, "tools/call"));
        heard.awaitMessages(1);
        assertThat(heard.streams).containsExactly(5L);
        assertThat(heard.failures).isEmpty();
        List<Request> gets = gets();
        assertThat(gets).hasSize(15);
        for (int i = 0; i < 15; i++) {
            assertThat(gets.get(i).header("last-event-id")).isEqualTo("e" + i);
        }
    }

    @Test
    void theDelayThatTheServerAsksForIsWaited() {
        List<Long> times = new CopyOnWriteArrayList<>();
        server.script((request, out) -> {
            times.add(System.nanoTime());
            out.startEvents();
            out.chunk(
                    request.method().equals("GET") ? "data: " + result("5") + "\n\n" : "id: e1\nretry: 700\ndata:\n\n");
            out.end();
        });
        open().send(request(5, "tools/call"));
        heard.awaitMessages(1);
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(690));
    }

    @Test
    void anEventThatWasCutOffIsAskedForAgain() {
        server.script((request, out) -> {
            if (request.method().equals("GET")) {
                out.startEvents();
                out.chunk("id: e2\ndata: " + result("5") + "\n\n");
                out.end();
                return;
            }
            out.startEvents();
            out.chunk("id: e1\nretry: 100\ndata:\n\nid: e2\ndata: {\"jsonrpc\"");
            throw new IOException("cuts the connection");
        });
        open().send(request(5, "tools/call"));
        heard.awaitMessages(1);
        assertThat(gets().get(0).header("last-event-id")).isEqualTo("e1");
    }

    @Test
    void aServerThatIsAwayForAMomentIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        server.script((request, out) -> {
            if (!request.method().equals("GET")) {
                out.startEvents();
                out.chunk("id: e1\nretry: 100\ndata:\n\n");
                throw new IOException("cuts the connection");
            }
            switch (asked.getAndIncrement()) {
                case 0 -> throw new IOException("closes the connection");
                case 1 -> out.answer(503, "text/plain", "");
                case 2 -> {
                    out.startEvents();
                    out.end();
                }
                default -> {
                    out.startEvents();
                    out.chunk("data: " + result("5") + "\n\n");
                    out.end();
                }
            }
        });
        open().send(request(5, "tools/call"));
        heard.awaitMessages(1);
        assertThat(heard.failures).isEmpty();
        assertThat(gets())
                .hasSize(4)
                .allSatisfy(get -> assertThat(get.header("last-event-id")).isEqualTo("e1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 500})
    void aStreamThatCannotBeResumedFailsItsRequestOnly(int status) {
        server.script((request, out) -> {
            if (request.method().equals("GET")) {
                out.json(
                        status,
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"no such event\"}}");
                return;
            }
            out.startEvents();
            out.chunk("id: e1\nretry: 100\ndata:\n\n");
            out.end();
        });
        open().send(request(5, "tools/call"));
        assertThat(heard.failure(5))
                .hasMessageContaining("cannot be resumed")
                .hasMessageContaining("HTTP status " + status);
        assertThat(heard.refusals).isEmpty();
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void aCancelledRequestIsNotResumed() {
        server.script((request, out) -> {
            if (request.is("notifications/cancelled")) {
                out.answer(202, "text/plain", "");
                return;
            }
            out.startEvents();
            out.chunk("id: e1\nretry: 300\ndata:\n\n");
            out.end();
        });
        Link link = open();
        link.send(request(5, "tools/call"));
        await().until(() -> server.requests.size() == 1);
        link.send(note("notifications/cancelled", "{\"requestId\":5}"));
        await().until(() -> server.requests.size() == 2);
        await().during(Duration.ofMillis(600)).until(() -> gets().isEmpty());
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void theListeningStreamIsAskedForAtGrowingIntervalsAndFollowsRedirects() {
        AtomicInteger asked = new AtomicInteger();
        server.script((request, out) -> {
            if (request.path().equals("/mcp")) {
                out.answer(307, "text/plain", "", "Location: /mcp/");
            } else if (!request.method().equals("GET")) {
                initialized(request, out);
            } else if (asked.getAndIncrement() == 0) {
                out.startEvents();
                out.chunk("retry: 500\nid: g1\ndata:\n\n");
                out.end();
            } else if (asked.get() == 2) {
                throw new IOException("closes the connection");
            } else {
                out.startEvents();
                out.chunk("data: " + notification("n/back") + "\n\n");
            }
        });
        Link link = open();
        shakeHands(link);
        heard.awaitMessages(2);
        assertThat(heard.messages.get(1)).isEqualTo(notification("n/back"));
        List<Request> followed =
                gets().stream().filter(get -> get.path().equals("/mcp/")).toList();
        assertThat(followed).hasSize(3);
        assertThat(followed.get(2).header("last-event-id")).isEqualTo("g1");
        assertThat(followed.get(2).header("mcp-session-id")).isEqualTo("abc");
    }

    @Test
    void aListeningStreamThatIsRefusedIsNotAskedForAgain() {
        server.script(LinkTest::initialized);
        Link link = open();
        shakeHands(link);
        await().until(() -> gets().size() == 1);
        await().during(Duration.ofMillis(1500)).until(() -> gets().size() == 1);
        assertThat(heard.noise).isEmpty();
    }

    @Test
    void anAnswerOnTheListeningStreamEndsItsRequest() {
        CountDownLatch listening = new CountDownLatch(1);
        server.script((request, out) -> {
            if (request.method().equals("GET")) {
                out.startEvents();
                listening.await();
                out.chunk("data: " + result("2") + "\n\n");
            } else if (request.is("tools/call")) {
                out.startEvents();
                out.chunk(": nothing here\n\n");
                listening.countDown();
            } else {
                initialized(request, out);
            }
        });
        Link link = open();
        shakeHands(link);
        await().until(() -> gets().size() == 1);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        assertThat(heard.streams.get(1)).isZero();
        server.requests.clear();
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void theRevisionWithBatchesMayAnswerInOne() {
        server.script((request, out) -> {
            if (request.is("initialize")) {
                out.json(200, initializeResult(request, "2025-03-26"));
            } else if (request.is("tools/call")) {
                out.json(200, " [" + notification("notifications/progress") + ", " + result(request.id()) + "]");
            } else {
                initialized(request, out);
            }
        });
        Link link = open(server.url("/mcp"), Map.of());
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(3);
        assertThat(heard.messages.subList(1, 3)).containsExactly(notification("notifications/progress"), result("2"));
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void anOversizedNotificationIsSkippedAndTheAnswerStillCounts() {
        server.script((request, out) -> {
            out.startEvents();
            out.chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(MAX) + "\"}\n\n");
            out.chunk("data: " + result(request.id()) + "\n\n");
            out.end();
        });
        open().send(request(2, "tools/call"));
        heard.awaitMessages(1);
        assertThat(heard.noise).hasSize(1);
        assertThat(heard.failures).isEmpty();
    }
}
