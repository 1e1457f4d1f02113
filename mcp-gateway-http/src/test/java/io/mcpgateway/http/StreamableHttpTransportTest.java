package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.RawHttp.Answer;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.testkit.EchoGate;
import io.mcpgateway.testkit.TestContext;
import io.mcpgateway.testkit.TransportContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamableHttpTransportTest implements TransportContract {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static StreamableHttpOptions.Builder open() {
        return StreamableHttpOptions.builder().allowUnauthenticated().stopTimeout(Duration.ofSeconds(2));
    }

    @Override
    public Transport newTransport() {
        return HttpTransports.streamable(open().build());
    }

    @Override
    public RawClient connect(Transport transport) throws IOException {
        return new Client(
                new RawHttp(((StreamableHttpTransport) transport).uri().getPort()));
    }

    /** Keeps the session and the answers. */
    private static final class Client implements RawClient {
        private final RawHttp http;
        private final Queue<String> answers = new ArrayDeque<>();
        private String session = "";

        Client(RawHttp http) {
            this.http = http;
        }

        @Override
        public void send(String message) throws IOException {
            Map<String, String> headers = new HashMap<>(JSON);
            if (!session.isEmpty()) {
                headers.put("Mcp-Session-Id", session);
            }
            Answer answer = http.exchange("POST", "/mcp", headers, message);
            session = session.isEmpty() ? answer.header("Mcp-Session-Id") : session;
            if (answer.status() != 202) {
                answers.add(answer.body());
            }
        }

        @Override
        public String receive() {
            return answers.remove();
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }

    @Test
    void healthIsOpenAndOtherPathsAreNot() throws IOException {
        try (StreamableHttpTransport transport = HttpTransports.streamable(0)) {
            transport.start(new EchoGate());
            String token = "Bearer " + transport.token().orElseThrow().reveal();
            try (RawHttp http = new RawHttp(transport.uri().getPort())) {
                Answer health = http.exchange("GET", "/health", Map.of("Host", "evil.example"), "");
                assertThat(health.status()).isEqualTo(200);
                assertThat(health.body()).isEmpty();
                assertThat(http.exchange("GET", "/", Map.of(), "").status()).isEqualTo(401);
                assertThat(http.exchange("GET", "/healthz", Map.of(), "").status())
                        .isEqualTo(401);
                Answer root = http.exchange("GET", "/", Map.of("Authorization", token), "");
                assertThat(root.status()).isEqualTo(307);
                assertThat(root.header("Location")).isEqualTo("/mcp");
                for (String path : new String[] {"/.well-known/oauth-protected-resource", "/mcp/x", "/MCP"}) {
                    assertThat(http.exchange("GET", path, Map.of("Authorization", token), "")
                                    .status())
                            .isEqualTo(404);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /mcp\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET /mcp HTTP/9.9\r\n\r\n",
                "POST /mcp HTTP/1.1\r\n\r\n",
                "POST /mcp HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /mcp HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void brokenHttpIsRefusedWithoutAPage(String request) throws IOException {
        try (Transport transport = newTransport()) {
            transport.start(new EchoGate());
            try (RawHttp http =
                    new RawHttp(((StreamableHttpTransport) transport).uri().getPort())) {
                http.write(request);
                Answer answer = http.read();
                assertThat(answer.status()).isBetween(400, 505).isNotEqualTo(500);
                assertThat(answer.body()).doesNotContain("html", "Jetty", "Exception");
                assertThat(answer.header("Server")).isEmpty();
            }
        }
    }

    @Test
    void hugeHeadersAreRefused() throws IOException {
        try (Transport transport = newTransport()) {
            transport.start(new EchoGate());
            try (RawHttp http =
                    new RawHttp(((StreamableHttpTransport) transport).uri().getPort())) {
                http.write("GET /mcp HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
                assertThat(http.readHead().status()).isEqualTo(431);
            }
        }
    }

    @Test
    void aPortThatIsTakenIsToldByNumber() {
        try (StreamableHttpTransport first = HttpTransports.streamable(0)) {
            first.start(new EchoGate());
            int port = first.uri().getPort();
            try (StreamableHttpTransport second = HttpTransports.streamable(port)) {
                assertThatThrownBy(() -> second.start(new EchoGate()))
                        .isInstanceOf(GatewayException.class)
                        .hasMessageContaining("port " + port);
            }
        }
    }

    @Test
    void aTokenOrThePermissionToDoWithoutIsNeeded() {
        assertThatThrownBy(() -> StreamableHttpOptions.builder().build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("token is required");
        assertThatThrownBy(() -> StreamableHttpOptions.builder().token(Secret.of("a b")))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> open().token(Secret.of("ab")).build()).isInstanceOf(ConfigException.class);
        assertThat(HttpTransports.newToken().reveal()).matches("[a-z0-9]{50}");
    }

    @Test
    void requestsInFlightAreAnsweredWhileItStops() throws Exception {
        FakeGate gate = new FakeGate();
        StreamableHttpTransport transport = HttpTransports.streamable(
                open().stopTimeout(Duration.ofSeconds(20)).build());
        transport.start(gate);
        try (RawHttp http = new RawHttp(transport.uri().getPort())) {
            http.write(RawHttp.request(
                    "POST",
                    "/mcp",
                    Map.of(
                            "Content-Type", "application/json",
                            "MCP-Protocol-Version", "2026-07-28",
                            "Mcp-Method", "tools/call",
                            "Mcp-Name", "wait"),
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\",\"_meta\":"
                            + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}"));
            await().until(() -> gate.waiting.containsKey("1"));
            CompletableFuture<Void> closing = CompletableFuture.runAsync(transport::close);
            int port = transport.uri().getPort();
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> new RawHttp(port)).isInstanceOf(IOException.class));
            assertThat(closing).isNotDone();
            gate.waiting.get("1").end(FakeGate.result("1", "{}"), ReplyStatus.ANSWERED);
            assertThat(http.readHead().status()).isEqualTo(200);
            closing.join();
        } finally {
            gate.close();
        }
        assertThat(transport.ended().toCompletableFuture()).isDone();
    }

    @Test
    void theProviderReadsSettings(@org.junit.jupiter.api.io.TempDir Path home) {
        StreamableHttpTransportProvider provider = new StreamableHttpTransportProvider();
        try (TestContext context = TestContext.create(home)
                        .withSettings(Map.of("port", "0", "allowed-origins", "https://a.example, https://a.example"))
                        .withEnvironment(Map.of("MCP_GATEWAY_AUTH_TOKEN", "fr0m-env"));
                Transport transport = provider.create(context)) {
            assertThat(transport.describe()).isEqualTo("http://127.0.0.1:0/mcp");
            assertThat(((StreamableHttpTransport) transport).token()).contains(Secret.of("fr0m-env"));
        }
        try (TestContext context = TestContext.create(home).withEnvironment(Map.of())) {
            assertThatThrownBy(() -> provider.create(context)).isInstanceOf(ConfigException.class);
            context.withSettings(Map.of("port", "eight"));
            assertThatThrownBy(() -> provider.create(context)).hasMessageContaining("'port'");
        }
    }
}
