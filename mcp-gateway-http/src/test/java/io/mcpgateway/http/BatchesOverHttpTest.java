package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.JavaServers;
import io.mcpgateway.McpGateway;
import io.mcpgateway.http.RawHttp.Answer;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of 2025-03-26 from the socket to a server and back (2025-03-26, basic/transports, "Sending Messages"). */
class BatchesOverHttpTest {
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";

    @TempDir
    Path home;

    private McpGateway gateway;
    private StreamableHttpTransport transport;
    private RawHttp http;

    @BeforeEach
    void start() throws IOException {
        JavaTool shout =
                JavaTool.of("shout", "Says hello", "{\"type\":\"object\"}", arguments -> ToolResult.text("HELLO"));
        gateway = McpGateway.builder()
                .home(home)
                .server("voice", JavaServers.tools("voice", "1", shout))
                .build();
        gateway.start();
        transport = HttpTransports.streamable(StreamableHttpOptions.builder()
                .allowUnauthenticated()
                .stopTimeout(Duration.ofMillis(100))
                .build());
        gateway.serve(transport);
        http = new RawHttp(transport.uri().getPort());
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        gateway.close();
    }

    private Answer post(String body, String session, String accept, String... more) throws IOException {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json", "Accept", accept));
        if (!session.isEmpty()) {
            headers.put("Mcp-Session-Id", session);
        }
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return http.exchange("POST", "/mcp", headers, body);
    }

    private String session(String revision) throws IOException {
        return post(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                                + revision
                                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
                        "",
                        "*/*")
                .header("Mcp-Session-Id");
    }

    private static String call(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"shout\",\"arguments\":{}}}";
    }

    @Test
    void responsesComeBackAsOneArray() throws IOException {
        Answer answer = post("[" + call(1) + "," + NOTE + "," + call(2) + "]", session("2025-03-26"), "*/*");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.body())
                .matches("\\[\\{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\\{.*HELLO.*},"
                        + "\\{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\\{.*HELLO.*}]");
    }

    @Test
    void clientsOfEventsAloneGetTheArrayAsOneEvent() throws IOException {
        Answer answer = post("[" + call(1) + "," + call(2) + "]", session("2025-03-26"), "text/event-stream");
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.body())
                .startsWith("id: 1-0\nevent: message\ndata: [{\"jsonrpc\":\"2.0\",\"id\":1,")
                .endsWith("]\n\n")
                .containsOnlyOnce("data:");
    }

    @Test
    void notificationsAndResponsesAloneAre202() throws IOException {
        String session = session("2025-03-26");
        Answer answer = post("[" + NOTE + "," + NOTE + "]", session, "*/*");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]", session, "*/*")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[", "[1", "[1]x", "[,]", "[\"\u0001\"]"})
    void whatIsNoBatchIs400(String body) throws IOException {
        Answer answer = post(body, session("2025-03-26"), "*/*");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":");
    }

    @Test
    void tooManyAre400AndNestedOnesAreErrorsOfTheirOwn() throws IOException {
        String session = session("2025-03-26");
        Answer tooMany = post("[" + "1,".repeat(100) + "1]", session, "*/*");
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.body()).contains("-32600", "more than 100");
        Answer nested = post("[[" + call(1) + "]]", session, "*/*");
        assertThat(nested.status()).isEqualTo(200);
        assertThat(nested.body()).startsWith("[{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25"})
    void otherSessionsHaveNone(String revision) throws IOException {
        Answer answer = post("[" + call(1) + "]", session(revision), "*/*");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("-32600", "Batches are not supported");
    }

    @ParameterizedTest
    @CsvSource({"'',400", "unknown,404"})
    void thereAreNoneWithoutASession(String session, int status) throws IOException {
        assertThat(post("[" + call(1) + "]", session, "*/*").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"2026-07-28,400", "x,400", "2025-03-26,200"})
    void theVersionHeaderIsJudgedAsEver(String version, int status) throws IOException {
        assertThat(post("[" + call(1) + "]", session("2025-03-26"), "*/*", "MCP-Protocol-Version", version)
                        .status())
                .isEqualTo(status);
    }
}
