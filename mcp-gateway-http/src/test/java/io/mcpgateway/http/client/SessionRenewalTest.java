package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Out;
import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.remote.RemoteTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRenewalTest extends LinkTest {
    private static final String NOT_FOUND =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"Session not found\"}}";

    private final AtomicInteger sessions = new AtomicInteger();
    private final Set<String> alive = ConcurrentHashMap.newKeySet();

    /** A server that gives out s1, s2 and so on, and knows those that are alive. */
    private void serve(Request request, Out out) throws IOException {
        String session = request.header("mcp-session-id");
        if (request.is("initialize")) {
            String given = "s" + sessions.incrementAndGet();
            alive.add(given);
            initialized(request, out, given);
        } else if (request.method().equals("DELETE")) {
            out.answer(204, "text/plain", "");
        } else if (!alive.contains(session)) {
            out.json(404, NOT_FOUND);
        } else if (request.method().equals("GET")) {
            out.answer(405, "text/plain", "");
        } else if (request.body().contains("\"id\"")) {
            out.json(200, result(request.id()));
        } else {
            out.answer(202, "text/plain", "");
        }
    }

    private long count(String method) {
        return server.requests.stream().filter(request -> request.is(method)).count();
    }

    @Test
    void theClientDoesNotNoticeThatTheServerForgot() {
        server.script(this::serve);
        Link link = open();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        alive.clear();
        link.send(request(3, "tools/call"));
        heard.awaitMessages(3);

        assertThat(heard.messages.get(2)).isEqualTo(result("3"));
        assertThat(heard.failures).isEmpty();
        assertThat(heard.closed).isEmpty();
        assertThat(heard.renewals).hasValue(1);
        List<Request> posts = server.requests.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
        Request refused = posts.get(3);
        Request again = posts.get(4);
        assertThat(refused.header("mcp-session-id")).isEqualTo("s1");
        assertThat(again.is("initialize")).isTrue();
        assertThat(again.id()).isNotEqualTo("1");
        assertThat(again.body()).contains("\"capabilities\":{\"roots\":{}}");
        assertThat(again.header("mcp-session-id")).isEmpty();
        assertThat(again.header("mcp-protocol-version")).isEmpty();
        assertThat(posts.get(5).is("notifications/initialized")).isTrue();
        assertThat(posts.get(5).header("mcp-session-id")).isEqualTo("s2");
        assertThat(posts.get(6).id()).isEqualTo("3");
        assertThat(posts.get(6).header("mcp-session-id")).isEqualTo("s2");
        assertThat(posts.get(6).body()).isEqualTo(refused.body());
        link.close();
        await().until(() -> server.requests.stream()
                .anyMatch(request -> request.method().equals("DELETE")
                        && request.header("mcp-session-id").equals("s2")));
    }

    @Test
    void manyRefusalsAtOnceCauseOneRenewal() {
        CyclicBarrier allAreThere = new CyclicBarrier(20);
        server.script((request, out) -> {
            if (request.is("tools/call") && request.header("mcp-session-id").equals("s1")) {
                try {
                    allAreThere.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IOException(e);
                }
                alive.remove("s1");
                out.json(404, NOT_FOUND);
                return;
            }
            serve(request, out);
        });
        Link link = open();
        shakeHands(link);
        for (int id = 10; id < 30; id++) {
            link.send(request(id, "tools/call"));
        }
        heard.awaitMessages(21);
        assertThat(count("initialize")).isEqualTo(2);
        assertThat(heard.renewals).hasValue(1);
        assertThat(heard.failures).isEmpty();
        assertThat(Set.copyOf(heard.messages)).hasSize(21);
    }

    /** From now on a second handshake is not answered before the latch is released. */
    private CountDownLatch heldRenewal() {
        CountDownLatch release = new CountDownLatch(1);
        server.script((request, out) -> {
            if (request.is("initialize") && sessions.get() == 1) {
                release.await();
            }
            serve(request, out);
        });
        return release;
    }

    @Test
    void nothingIsSentInTheMiddleOfARenewalAndWhatTheListenerSetsComesFirst() throws Exception {
        CountDownLatch release = heldRenewal();
        Link[] opened = new Link[1];
        Heard sets = new Heard() {
            @Override
            public void renewed() {
                super.renewed();
                opened[0].send(request(50, "logging/setLevel"));
            }
        };
        Link link = links.open(
                        new RemoteTarget(
                                "time",
                                server.url("/mcp"),
                                "streamable-http",
                                Map.of(),
                                new RemoteAccess(Set.of("127.0.0.1"), false),
                                MAX),
                        sets)
                .toCompletableFuture()
                .join();
        opened[0] = link;
        link.send(request(1, "initialize"));
        sets.awaitMessages(1);
        link.send(note("notifications/initialized", "{}"));
        await().until(() -> count("notifications/initialized") == 1);
        alive.clear();
        link.send(request(2, "tools/call"));
        await().until(() -> count("initialize") == 2);
        link.send(request(3, "prompts/get"));
        await().during(Duration.ofMillis(200)).until(() -> count("prompts/get") == 0);
        release.countDown();
        sets.awaitMessages(4);
        assertThat(sets.messages).contains(result("2"), result("3"), result("50"));
        assertThat(sets.failures).isEmpty();
    }

    @Test
    void aSecondRefusalFailsTheRequestAndNothingElse() {
        server.script((request, out) -> {
            if (request.is("tools/call")) {
                out.json(404, NOT_FOUND);
            } else {
                serve(request, out);
            }
        });
        Link link = open();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        assertThat(heard.failure(2)).hasMessageContaining("session again");
        assertThat(heard.refusals).containsEntry(2L, 404);
        assertThat(count("tools/call")).isEqualTo(2);
        assertThat(count("initialize")).isEqualTo(2);
        link.send(request(3, "tools/list"));
        heard.awaitMessages(2);
        assertThat(heard.closed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "status", "version", "cut", "initialized", "empty", "junk"})
    void aRenewalThatFailsClosesTheLinkWithItsCause(String how) {
        server.script((request, out) -> {
            boolean again = request.is("initialize") && sessions.get() == 1;
            if (how.equals("initialized") && request.is("notifications/initialized") && sessions.get() == 2) {
                out.answer(404, "text/plain", "");
            } else if (!again || how.equals("initialized")) {
                serve(request, out);
            } else {
                switch (how) {
                    case "error" ->
                        out.json(
                                200,
                                "{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                        + ",\"error\":{\"code\":1,\"message\":\"full\"}}");
                    case "status" -> out.answer(503, "text/plain", "");
                    case "version" -> out.json(200, initializeResult(request, "2024-11-05"));
                    case "empty" -> out.answer(202, "text/plain", "");
                    case "junk" -> out.answer(200, "application/json", "{");
                    default -> throw new IOException("closes the connection");
                }
            }
        });
        Link link = open();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        alive.clear();
        link.send(request(3, "tools/call"));
        heard.awaitClosed();
        assertThat(heard.closed.get(0)).hasMessageContaining("Server 'time'").hasMessageContaining("ended the session");
        link.send(request(4, "tools/call"));
        assertThat(heard.failure(4)).hasMessageContaining("closed");
        assertThat(heard.renewals).hasValue(0);
    }

    @Test
    void aRenewalOverAnEventStreamIsNotDelivered() {
        server.script((request, out) -> {
            if (request.is("initialize")) {
                String given = "s" + sessions.incrementAndGet();
                alive.add(given);
                out.startEvents("Mcp-Session-Id: " + given);
                out.chunk("data: " + notification("notifications/message") + "\n\ndata: "
                        + initializeResult(request, "2025-06-18") + "\n\n");
                out.end();
            } else {
                serve(request, out);
            }
        });
        Link link = open();
        link.send(request(1, "initialize"));
        heard.awaitMessages(2);
        link.send(note("notifications/initialized", "{}"));
        await().until(() -> count("notifications/initialized") == 1);
        alive.clear();
        link.send(request(3, "tools/call"));
        heard.awaitMessages(4);
        assertThat(heard.messages.subList(2, 4)).containsExactly(notification("notifications/message"), result("3"));
        assertThat(heard.streams).containsExactly(1L, 1L, 0L, 3L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}",
                "400|{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32600,\"message\":\"no such session\"}}",
                "400|{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Bad Request\"}}",
            })
    void anErrorAboutTheRequestDoesNotEndTheSession(int status, String body) {
        server.script((request, out) -> {
            if (request.is("tools/call")) {
                out.json(status, body);
            } else {
                serve(request, out);
            }
        });
        Link link = open();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        assertThat(count("initialize")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "2", "\"server-error\""})
    void aForgottenSessionThatIsToldWith400IsRenewedToo(String id) {
        server.script((request, out) -> {
            if (request.is("tools/call") && !alive.contains(request.header("mcp-session-id"))) {
                out.json(
                        400,
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"Bad Request: No valid session ID"
                                + " provided\"},\"id\":" + id + "}");
            } else {
                serve(request, out);
            }
        });
        Link link = open();
        shakeHands(link);
        await().until(() -> count("notifications/initialized") == 1);
        alive.clear();
        link.send(request(2, "tools/call"));
        heard.awaitMessages(2);
        assertThat(heard.messages.get(1)).isEqualTo(result("2"));
    }

    @Test
    void withoutASessionA404IsARefusal() {
        server.script((request, out) -> {
            if (request.is("initialize")) {
                out.json(200, initializeResult(request, "2025-06-18"));
            } else if (request.is("tools/call")) {
                out.answer(404, "text/plain", "");
            } else {
                initialized(request, out);
            }
        });
        Link link = open();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        heard.failure(2);
        assertThat(heard.refusals).containsEntry(2L, 404);
        assertThat(count("initialize")).isEqualTo(1);
    }

    @Test
    void theListeningStreamNoticesTooAndIsOpenedInTheNewSession() {
        server.script((request, out) -> {
            if (!request.method().equals("GET") || !alive.contains(request.header("mcp-session-id"))) {
                serve(request, out);
                return;
            }
            String session = request.header("mcp-session-id");
            out.startEvents();
            out.chunk("retry: 500\nid: " + session + "\ndata: " + notification("n/" + session) + "\n\n");
            if (session.equals("s1")) {
                alive.clear();
                out.end();
            }
        });
        Link link = open();
        shakeHands(link);
        heard.awaitMessages(3);
        assertThat(heard.messages.subList(1, 3)).containsExactly(notification("n/s1"), notification("n/s2"));
        assertThat(heard.streams.subList(1, 3)).containsExactly(0L, 0L);
        assertThat(heard.renewals).hasValue(1);
        Request second = server.requests.get(server.requests.size() - 1);
        assertThat(second.header("last-event-id")).isEmpty();
    }

    @Test
    void aRequestInFlightOnAStreamOfTheOldSessionIsNotSentAgain() {
        CountDownLatch cut = new CountDownLatch(1);
        server.script((request, out) -> {
            if (request.is("tools/call") && request.id().equals("2")) {
                out.startEvents();
                out.chunk("id: e1\nretry: 100\ndata:\n\n");
                cut.await();
                out.end();
            } else {
                serve(request, out);
            }
        });
        Link link = open();
        shakeHands(link);
        link.send(request(2, "tools/call"));
        await().until(() -> count("tools/call") == 1);
        alive.clear();
        link.send(request(3, "tools/call"));
        heard.awaitMessages(2);
        cut.countDown();
        heard.failure(2);
        assertThat(server.requests.stream().filter(request -> request.id().equals("2")))
                .hasSize(1);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void closingInTheMiddleOfARenewalEndsIt() throws Exception {
        CountDownLatch release = heldRenewal();
        Link link = open();
        shakeHands(link);
        await().until(() -> count("notifications/initialized") == 1);
        alive.clear();
        link.send(request(2, "tools/call"));
        await().until(() -> count("initialize") == 2);
        link.close();
        release.countDown();
        heard.awaitClosed();
        await().during(Duration.ofMillis(200)).until(() -> count("tools/call") == 1);
        assertThat(heard.renewals).hasValue(0);
    }
}
