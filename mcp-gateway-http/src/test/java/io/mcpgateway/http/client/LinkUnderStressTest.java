package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.client.ScriptedServer.Out;
import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.remote.RemoteTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does everything a server may do, at random: each request ends once, and nothing is left. */
class LinkUnderStressTest extends LinkTest {
    private static final int CALLS = 400;

    private final AtomicInteger sessions = new AtomicInteger();
    private final Set<String> alive = ConcurrentHashMap.newKeySet();
    private final Map<String, String> parked = new ConcurrentHashMap<>();

    private void serve(Request request, Out out, Random random) throws IOException {
        String session = request.header("mcp-session-id");
        boolean modern = !request.header("mcp-method").isEmpty();
        String last = request.header("last-event-id");
        if (request.is("initialize")) {
            String given = "s" + sessions.incrementAndGet();
            alive.add(given);
            initialized(request, out, given);
        } else if (request.method().equals("DELETE")) {
            out.answer(204, "text/plain", "");
        } else if (!modern && !alive.contains(session)) {
            out.answer(404, "text/plain", "");
        } else if (request.method().equals("GET") && last.isEmpty()) {
            out.startEvents();
            out.chunk("id: g\nretry: 500\ndata: " + notification("n/listening") + "\n\n");
            if (random.nextBoolean()) {
                out.end();
            }
        } else if (request.method().equals("GET")) {
            resumed(last, out, random);
        } else if (request.body().contains("\"id\"")) {
            call(request, out, random, modern);
        } else {
            out.answer(202, "text/plain", "");
        }
    }

    private void resumed(String last, Out out, Random random) throws IOException {
        String id = parked.getOrDefault(last, "0");
        out.startEvents();
        if (random.nextInt(3) == 0) {
            out.chunk("id: " + last + "\ndata:\n\n");
        } else {
            out.chunk("data: " + result(id) + "\n\n");
        }
        out.end();
    }

    private void call(Request request, Out out, Random random, boolean modern) throws IOException {
        String id = request.id();
        switch (random.nextInt(modern ? 7 : 9)) {
            case 0 -> out.answer(400 + random.nextInt(130), "text/plain", "no");
            case 1 -> out.json(400, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"m\"}}");
            case 2 -> throw new IOException("cuts the connection");
            case 3 -> {
                out.startEvents();
                out.chunk("data: " + notification("n/p") + "\n\ndata: " + result(id) + "\n\n");
                out.end();
            }
            case 4 -> {
                out.startEvents();
                out.chunk("data: " + result(id) + "\n\ndata: {\n\ndata: " + result("9999999") + "\n\n");
                // and never ends
            }
            case 5, 6 -> out.json(200, result(id));
            case 7 -> {
                parked.put("e" + id, id);
                out.startEvents();
                out.chunk("id: e" + id + "\nretry: 100\ndata:\n\n");
                out.end();
            }
            default -> {
                // This one only: another call may have begun a new one meanwhile, and a session that ends twice in a
                // row, before it is confirmed, ends the link.
                alive.remove(request.header("mcp-session-id"));
                out.answer(404, "text/plain", "");
            }
        }
    }

    private boolean ended(long id) {
        return heard.failures.containsKey(id)
                || heard.messages.stream().anyMatch(text -> text.contains("\"id\":" + id));
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52})
    void eachRequestEndsOnceAndNothingIsLeft(long seed) throws Exception {
        System.err.println("LinkUnderStressTest seed " + seed);
        Random random = new Random(seed);
        server.script((request, out) -> serve(request, out, random));
        try (GuardedClient client = GuardedClient.start(HostLookup.SYSTEM)) {
            RemoteTarget target = new RemoteTarget(
                    "time",
                    server.url("/mcp"),
                    "streamable-http",
                    Map.of(),
                    new RemoteAccess(Set.of("127.0.0.1"), false),
                    MAX);
            StreamableHttpLink link = new StreamableHttpLink(
                    new Remote(client, target, UrlGuard.check(target.url(), target.access())), heard, closed -> {});
            link.send(request(1, "initialize"));
            heard.awaitMessages(1);
            link.send(note("notifications/initialized", "{}"));
            for (long id = 1000; id < 1000 + CALLS; id++) {
                link.send(id % 3 == 0 ? modern(id, "tools/call", "{\"name\":\"n\"}") : request(id, "tools/call"));
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                for (long id = 1000; id < 1000 + CALLS; id++) {
                    assertThat(ended(id))
                            .as("request %d has ended; the link: %s", id, heard.closed)
                            .isTrue();
                }
            });
            assertThat(heard.closed).isEmpty();
            for (long id = 1000; id < 1000 + CALLS; id++) {
                String answer = "\"id\":" + id;
                List<String> answers = heard.messages.stream()
                        .filter(text -> text.contains(answer))
                        .toList();
                assertThat(answers.size() + (heard.failures.containsKey(id) ? 1 : 0))
                        .as("ends of request %d", id)
                        .isEqualTo(1);
            }
            // Streams that stay open after the answer are closed after a while.
            await().atMost(Duration.ofSeconds(30)).until(() -> link.inFlight() == 0);
            assertThat(heard.renewals.get()).isPositive().isLessThan(CALLS);
            link.close();
            heard.awaitClosed();
        }
    }
}
