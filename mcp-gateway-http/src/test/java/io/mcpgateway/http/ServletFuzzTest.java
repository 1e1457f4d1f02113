package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.McpGateway;
import io.mcpgateway.http.wire.SseReader;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.JavaServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever requests a client sends: each is answered with a status and a body that its content type allows, and nothing of
 * them is left. An input is one or more requests as they stand on the wire, without the version, separated by {@code ===};
 * {@code $SESSION} stands for the id of the last session. The inputs that were found are replayed by every test run.
 */
class ServletFuzzTest {
    private static final int LIMIT = 2048;
    private static final Set<Integer> STATUSES = Set.of(200, 202, 204, 400, 401, 403, 404, 405, 406, 413, 415, 503);

    private static McpGateway gateway;
    private static Path home;
    private static final AtomicInteger OPEN = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        home = Files.createTempDirectory("fuzz");
        gateway = McpGateway.builder().home(home).server("s", new Echo()).build();
        gateway.start();
        // From now on nothing waits for a listing.
        FakeExchange list = new FakeExchange(
                "POST",
                Map.of(
                        "content-type", List.of("application/json"),
                        "accept", List.of("application/json"),
                        "mcp-protocol-version", List.of("2026-07-28"),
                        "mcp-method", List.of("tools/list")),
                ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
                                + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}")
                        .getBytes(StandardCharsets.UTF_8),
                LIMIT);
        new GatewayServlet(gateway.gate(), options()).service(list.request, list.response);
        list.run();
        assertThat(list.written.toString(StandardCharsets.UTF_8)).contains("\"name\":\"t\"");
    }

    @AfterAll
    static void end() throws IOException {
        gateway.close();
        try (var files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    private static GatewayServletOptions options() {
        return GatewayServletOptions.builder()
                .maxBodyBytes(LIMIT)
                .maxSessions(4)
                .build();
    }

    @FuzzTest(maxDuration = "10m")
    void downstreamRequests(byte[] input) throws Exception {
        OPEN.set(0);
        GatewayServlet servlet = new GatewayServlet(ServletFuzzTest::counted, options());
        String session = "none";
        List<FakeExchange> exchanges = new ArrayList<>();
        for (String text : new String(input, StandardCharsets.ISO_8859_1).split("\n===\n")) {
            FakeExchange exchange = exchange(text.replace("$SESSION", session));
            exchanges.add(exchange);
            servlet.service(exchange.request, exchange.response);
            exchange.run();
            session = exchange.answered.getOrDefault(PostHandler.SESSION, session);
        }
        for (FakeExchange exchange : exchanges) {
            exchange.pump();
        }
        servlet.drain();
        servlet.endSessions();
        servlet.destroy();
        for (FakeExchange exchange : exchanges) {
            exchange.pump();
            assertThat(exchange.completed || !exchange.async).isTrue();
            check(exchange);
        }
        assertThat(servlet.inFlight()).isZero();
        assertThat(servlet.sessionCount()).isZero();
        assertThat(OPEN).hasValue(0);
    }

    private static FakeExchange exchange(String text) {
        int end = text.indexOf("\n\n");
        String[] head = (end < 0 ? text : text.substring(0, end)).split("\n");
        byte[] body = end < 0 ? new byte[0] : text.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(head[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(head[i].substring(colon + 1).strip());
            }
        }
        return new FakeExchange(head.length == 0 ? "" : head[0], headers, body, 1 + text.length() % 100);
    }

    private static void check(FakeExchange exchange) throws MalformedMessageException {
        assertThat(exchange.status).isIn(STATUSES);
        byte[] body = exchange.written.toByteArray();
        String type = exchange.contentType == null ? "" : exchange.contentType;
        if (type.startsWith("application/json")) {
            Envelope.scan(JsonText.of(body));
        } else if (type.startsWith("text/event-stream")) {
            List<JsonText> events = new ArrayList<>();
            SseReader reader = new SseReader(1 << 20, new SseReader.Handler() {
                @Override
                public void event(String name, byte[] data) {
                    events.add(JsonText.of(data));
                }

                @Override
                public void oversized(Oversized seen) {
                    throw new AssertionError("an event of more than a megabyte");
                }

                @Override
                public void retry(long milliseconds) {
                    // allowed
                }
            });
            reader.feed(ByteBuffer.wrap(body));
            for (JsonText event : events) {
                if (event.length() > 0) {
                    Envelope.scan(event);
                }
            }
        } else {
            assertThat(type.isEmpty() ? "text/plain" : type).startsWith("text/plain");
        }
        exchange.answered.values().forEach(value -> assertThat(value).doesNotContain("\n", "\r"));
    }

    private static ClientGate.Conversation counted(ClientGate.Peer peer, ClientGate.MessageStream toClient) {
        ClientGate.Conversation conversation = gateway.gate().open(peer, toClient);
        OPEN.incrementAndGet();
        return new ClientGate.Conversation() {
            private boolean closed;

            @Override
            public ClientGate.Receipt receive(JsonText message, ClientGate.ReplyStream replies) {
                return conversation.receive(message, replies);
            }

            @Override
            public void inputEnded() {
                conversation.inputEnded();
            }

            @Override
            public void close() {
                conversation.close();
                if (!closed) {
                    closed = true;
                    OPEN.decrementAndGet();
                }
            }
        };
    }

    /** A server with one tool that gives its arguments back, after a word of progress if that is wanted. */
    private static final class Echo implements JavaServer {
        @Override
        public Channel open(Receiver toGateway) {
            return new Channel() {
                @Override
                public void send(JsonText message) {
                    try {
                        answer(Envelope.scan(message), toGateway);
                    } catch (MalformedMessageException e) {
                        throw new AssertionError(message.toString(), e);
                    }
                }

                @Override
                public void close() {
                    // nothing is kept
                }
            };
        }

        private static void answer(Envelope message, Receiver to) {
            if (message.kind() != Envelope.Kind.REQUEST) {
                return;
            }
            JsonText token = message.metaValue(Envelope.META_PROGRESS_TOKEN);
            if (token != null && message.method().equals("tools/call")) {
                to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{"
                        + "\"progressToken\":" + token + ",\"progress\":1}}"));
            }
            String result = switch (message.method()) {
                case "initialize" ->
                    "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":"
                            + "\"e\",\"version\":\"1\"}}";
                case "tools/list" -> "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]}";
                case "tools/call" -> "{\"content\":[],\"params\":" + message.params() + "}";
                default -> null;
            };
            to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ","
                    + (result == null ? "\"error\":{\"code\":-32601,\"message\":\"no\"}" : "\"result\":" + result)
                    + "}"));
        }
    }
}
