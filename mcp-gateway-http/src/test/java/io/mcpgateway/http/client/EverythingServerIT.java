package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.remote.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links to npm's {@code server-everything} over both of its HTTP transports. */
class EverythingServerIT extends LinkTest {
    private static final Path SERVER = Path.of(
            "..",
            "mcp-gateway-system-tests",
            "peers",
            "node_modules",
            "@modelcontextprotocol",
            "server-everything",
            "dist",
            "index.js");
    private static final String HELLO =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";

    private Process process;
    private int port;

    @BeforeEach
    void requireTheServer() throws IOException {
        if (!Files.exists(SERVER)) {
            if ("1".equals(System.getenv("MCP_GATEWAY_CI"))) {
                throw new AssertionError("The npm peers are missing (MCP_GATEWAY_CI=1: nothing may be missing)");
            }
            System.err.println(
                    "SKIPPED: EverythingServerIT needs the npm peers; run" + " mcp-gateway-system-tests/peers/install");
            Assumptions.abort("no npm peers");
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void startServer(String mode) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", SERVER.toString(), mode)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    try (Socket probe = new Socket("127.0.0.1", port)) {
                        return probe.isConnected();
                    }
                });
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private void greet(Link link) {
        link.send(request(1, "initialize", HELLO));
        await().until(() -> heard.messages.stream().anyMatch(message -> message.contains("protocolVersion")));
        link.send(note("notifications/initialized", "{}"));
    }

    private String answer(long id) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> heard.messages.stream()
                        .anyMatch(message -> message.contains("\"id\":" + id) && !message.contains("\"method\"")));
        return heard.messages.stream()
                .filter(message -> message.contains("\"id\":" + id) && !message.contains("\"method\""))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"streamableHttp,/mcp,streamable-http", "sse,/sse,sse", "sse,/sse,streamable-http"})
    void aConversationOverEachTransport(String mode, String path, String transport) throws IOException {
        startServer(mode);
        Link link = open(url(path), transport, Map.of());
        greet(link);
        link.send(request(2, "tools/list"));
        assertThat(answer(2)).contains("\"echo\"");
        link.send(request(3, "tools/call", "{\"name\":\"echo\",\"arguments\":{\"message\":\"h\u00e9llo\"}}"));
        assertThat(answer(3)).contains("h\u00e9llo");
        link.send(request(
                4,
                "tools/call",
                "{\"name\":\"trigger-long-running-operation\",\"arguments\":{\"duration\":1,\"steps\":2},"
                        + "\"_meta\":{\"progressToken\":4}}"));
        answer(4);
        for (int i = 0; i < heard.messages.size(); i++) {
            if (heard.messages.get(i).contains("notifications/progress")) {
                assertThat(heard.streams.get(i)).isEqualTo(mode.equals("sse") ? 0 : 4);
            }
        }
        assertThat(heard.messages).anyMatch(message -> message.contains("notifications/progress"));
        assertThat(heard.failures).isEmpty();
        link.close();
        heard.awaitClosed();
    }

    @Test
    void theEraIsFoundOutOnTheLinkThatIsUsedThen() throws IOException {
        startServer("streamableHttp");
        Link link = open(url("/mcp"), Map.of());
        link.send(modern(9, "server/discover", "{}"));
        await().until(() -> heard.failures.containsKey(9L) || !heard.messages.isEmpty());
        greet(link);
        link.send(request(2, "tools/list"));
        assertThat(answer(2)).contains("\"echo\"");
    }

    @Test
    void aServerThatWasRestartedIsGreetedAgain() throws Exception {
        startServer("streamableHttp");
        Link link = open(url("/mcp"), Map.of());
        greet(link);
        link.send(request(2, "tools/list"));
        answer(2);
        stop();
        startServer("streamableHttp");
        link.send(request(3, "tools/call", "{\"name\":\"echo\",\"arguments\":{\"message\":\"again\"}}"));
        assertThat(answer(3)).contains("again");
        assertThat(heard.renewals).hasValue(1);
        assertThat(heard.closed).isEmpty();
    }
}
