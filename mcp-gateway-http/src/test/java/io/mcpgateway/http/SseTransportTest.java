package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.http.RawHttp.Answer;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.testkit.TestContext;
import io.mcpgateway.testkit.TransportContract;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP+SSE (specification 2024-11-05, basic/transports), on raw sockets. */
class SseTransportTest implements TransportContract {
    private static final String TOKEN = "s3cret-token";
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";

    private final FakeGate gate = new FakeGate();
    private SseTransport transport;
    private int port;

    @AfterEach
    void end() {
        if (transport != null) {
            transport.close();
        }
        gate.close();
    }

    private void start() {
        transport = HttpTransports.sse(StreamableHttpOptions.builder()
                .token(Secret.of(TOKEN))
                .stopTimeout(Duration.ofSeconds(10))
                .allowedOrigins(java.util.Set.of("https://app.example.com"))
                .servlet(servlet -> servlet.maxBodyBytes(1 << 20)
                        .maxSessions(3)
                        .queuedMessages(50)
                        .queuedBytes(4 << 20)
                        .bodyTimeout(Duration.ofSeconds(2))
                        .keepAlive(Duration.ofMillis(400)))
                .build());
        transport.start(gate);
        port = transport.uri().getPort();
    }

    /** A client: its stream, and a connection for what it sends. */
    private static final class Stream implements RawClient {
        private final RawHttp events;
        private final RawHttp posts;
        private final Map<String, String> headers;
        private final StringBuilder seen = new StringBuilder();
        private final String endpoint;

        Stream(int port, Map<String, String> headers) throws IOException {
            this.headers = headers;
            events = new RawHttp(port);
            posts = new RawHttp(port);
            Map<String, String> accept = new HashMap<>(headers);
            accept.put("Accept", "text/event-stream");
            events.write(RawHttp.request("GET", "/sse", accept, ""));
            Answer head = events.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).startsWith("text/event-stream");
            assertThat(head.header("X-Accel-Buffering")).isEqualTo("no");
            String first = next();
            assertThat(first).startsWith("event: endpoint\ndata: /sse?sessionid=");
            endpoint = first.substring("event: endpoint\ndata: ".length());
        }

        /** The next event, without comments. */
        String next() throws IOException {
            while (true) {
                int end = seen.indexOf("\n\n");
                if (end < 0) {
                    byte[] chunk = events.readChunk();
                    if (chunk.length == 0) {
                        throw new EOFException("the stream has ended");
                    }
                    seen.append(new String(chunk, StandardCharsets.ISO_8859_1));
                    continue;
                }
                String event = seen.substring(0, end);
                seen.delete(0, end + 2);
                if (!event.startsWith(":")) {
                    return new String(event.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                }
            }
        }

        boolean ends() throws IOException {
            while (events.readChunk().length > 0) {
                // until the end of the stream
            }
            return true;
        }

        Answer post(String message) throws IOException {
            Map<String, String> json = new HashMap<>(headers);
            json.put("Content-Type", "application/json");
            return posts.exchange("POST", endpoint, json, message);
        }

        @Override
        public void send(String message) throws IOException {
            Answer answer = post(message);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
        }

        @Override
        public String receive() throws IOException {
            String event = next();
            assertThat(event).startsWith("event: message\ndata: ");
            return event.substring("event: message\ndata: ".length());
        }

        @Override
        public void close() throws IOException {
            events.close();
            posts.close();
        }
    }

    private static Map<String, String> authorized(String... more) {
        Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + TOKEN));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private Stream open() throws IOException {
        return new Stream(port, authorized());
    }

    @Override
    public Transport newTransport() {
        return HttpTransports.sse(StreamableHttpOptions.builder()
                .allowUnauthenticated()
                .stopTimeout(Duration.ofMillis(500))
                .build());
    }

    @Override
    public RawClient connect(Transport opened) throws IOException {
        return new Stream(((SseTransport) opened).uri().getPort(), Map.of());
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    private Answer exchange(String method, String path, Map<String, String> headers, String body) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            return http.exchange(method, path, headers, body);
        }
    }

    @Test
    void answersAndWhatPrecedesThemComeOnTheStream() throws IOException {
        start();
        try (Stream client = open()) {
            client.send(call(7, "progress", "{\n\"a\":1}"));
            assertThat(client.receive()).contains("notifications/progress");
            assertThat(client.receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"echo\":{ \"a\":1}}}");
            gate.last().toClient.send(FakeGate.note("notifications/standalone"));
            assertThat(client.receive()).contains("standalone");
            client.send(NOTE);
            assertThat(gate.last().oneWay).containsExactly(NOTE);
            assertThat(gate.last().peer.transport()).isEqualTo("sse");
            assertThat(gate.last().peer.principal()).isEqualTo("token");
        }
    }

    @Test
    void clientsDoNotHearEachOther() throws IOException {
        start();
        try (Stream one = open();
                Stream other = open()) {
            assertThat(one.endpoint).isNotEqualTo(other.endpoint);
            assertThat(one.endpoint).matches("/sse\\?sessionid=[A-Za-z0-9_-]{32}");
            one.send(call(1, "echo", "\"one\""));
            other.send(call(1, "echo", "\"other\""));
            assertThat(one.receive()).contains("\"one\"");
            assertThat(other.receive()).contains("\"other\"");
        }
    }

    @Test
    void theOtherSpellingOfTheSessionIsTakenToo() throws IOException {
        start();
        try (Stream client = open()) {
            String path = client.endpoint.replace("sessionid", "sessionId");
            assertThat(exchange("POST", path, authorized("Content-Type", "application/json"), NOTE)
                            .status())
                    .isEqualTo(202);
        }
    }

    @Test
    void theSessionEndsWithItsStream() throws IOException {
        start();
        Stream client = open();
        client.send(call(7, "wait", "{}"));
        client.events.reset();
        await().atMost(Duration.ofSeconds(10)).until(() -> gate.open() == 0);
        assertThat(client.post(NOTE).status()).isEqualTo(404);
        gate.waiting.get("7").end(FakeGate.result("7", "{}"), ReplyStatus.ANSWERED); // late, and nobody hears it
        client.close();
    }

    @Test
    void theStreamEndsWithItsSession() throws IOException {
        start();
        try (Stream client = open()) {
            gate.last().toClient.end("the gateway is closing");
            assertThat(client.ends()).isTrue();
            assertThat(client.post(NOTE).status()).isEqualTo(404);
            assertThat(gate.last().toClient.endsWithItsClient()).isTrue();
        }
    }

    @Test
    void silenceIsFilledWithSignsOfLife() throws IOException {
        start();
        try (RawHttp http = new RawHttp(port)) {
            http.write(RawHttp.request("GET", "/sse", authorized(), ""));
            http.readHead();
            http.readUntil(": keep-alive\n\n");
            http.readUntil(": keep-alive\n\n");
        }
    }

    @Test
    void aReaderThatIsTooSlowLosesItsSession() throws IOException {
        start();
        try (Stream client = open()) {
            for (int i = 0; i < 40; i++) {
                gate.last().toClient.send(FakeGate.note("notifications/" + "y".repeat(1 << 20)));
            }
            await().until(() -> gate.open() == 0);
            assertThat(client.post(NOTE).status()).isEqualTo(404);
        }
    }

    @Test
    void theAnswerToARequestAlwaysFits() throws IOException {
        start();
        try (Stream client = open()) {
            client.send(call(7, "big", Integer.toString(10 << 20)));
            assertThat(client.receive()).hasSizeGreaterThan(10 << 20);
        }
    }

    // Guards

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void nobodyGetsInWithoutTheToken(String method) throws IOException {
        start();
        assertThat(exchange(method, "/sse", Map.of("Origin", "https://evil.example"), "")
                        .status())
                .isEqualTo(401);
        assertThat(exchange(method, "/sse", authorized("Origin", "https://evil.example"), "")
                        .status())
                .isEqualTo(403);
        assertThat(exchange(method, "/sse", authorized("Host", "evil.example"), "")
                        .status())
                .isEqualTo(403);
        assertThat(gate.conversations).isEmpty();
    }

    @Test
    void knownOriginsPass() throws IOException {
        start();
        try (Stream client = new Stream(port, authorized("Origin", "https://app.example.com"))) {
            client.send(NOTE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/sse, 400",
        "/sse?sessionid=, 404",
        "/sse?sessionid=unknown, 404",
        "/sse?session=x, 400",
        "/sse/x?sessionid=x, 404",
        "/message, 404"
    })
    void aSessionIsMissingOrUnknown(String path, int status) throws IOException {
        start();
        assertThat(exchange("POST", path, authorized("Content-Type", "application/json"), NOTE)
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"PUT, 405", "DELETE, 405", "HEAD, 405", "OPTIONS, 405"})
    void otherMethodsAre405(String method, int status) throws IOException {
        start();
        try (RawHttp http = new RawHttp(port)) {
            http.write(RawHttp.request(method, "/sse", authorized(), ""));
            Answer answer = http.readHead();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Allow")).isEqualTo("GET, POST");
        }
    }

    @Test
    void whatTakesNoEventsIs406AndWhatIsNoJsonIs415() throws IOException {
        start();
        assertThat(exchange("GET", "/sse", authorized("Accept", "application/json"), "")
                        .status())
                .isEqualTo(406);
        try (Stream client = open()) {
            assertThat(exchange("POST", client.endpoint, authorized("Content-Type", "text/plain"), NOTE)
                            .status())
                    .isEqualTo(415);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "\u0000",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"Method\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\"} x"
            })
    void malformedMessagesAre400AndTheSessionLivesOn(String message) throws IOException {
        start();
        try (Stream client = open()) {
            Answer answer = client.post(message);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"error\"");
            client.send(call(1, "echo", "1"));
            assertThat(client.receive()).contains("\"id\":1");
        }
    }

    @ParameterizedTest
    @CsvSource({"2025-11-25, 202", "2024-11-05, 202", "2026-07-28, 400", "x, 400"})
    void theVersionHeaderMustNameALegacyRevision(String version, int status) throws IOException {
        start();
        try (Stream client = new Stream(port, authorized("MCP-Protocol-Version", version))) {
            assertThat(client.post(NOTE).status()).isEqualTo(status);
        }
    }

    @Test
    void hugeAndLateBodiesAreRefused() throws IOException {
        start();
        try (Stream client = open();
                RawHttp late = new RawHttp(port)) {
            Map<String, String> json = authorized("Content-Type", "application/json");
            try (RawHttp huge = new RawHttp(port)) {
                huge.write(RawHttp.request("POST", client.endpoint, json, "")
                        .replace("Content-Length: 0", "Content-Length: " + ((1 << 20) + 1)));
                assertThat(huge.readHead().status()).isEqualTo(413);
            }
            late.write(RawHttp.request("POST", client.endpoint, json, "")
                    .replace("Content-Length: 0", "Content-Length: 10"));
            assertThat(late.readHead().status()).isEqualTo(408);
            client.send(NOTE);
        }
    }

    @Test
    void tooManySessionsAre503AndAnEndedOneMakesRoom() throws IOException {
        start();
        Stream first = open();
        try (Stream second = open();
                Stream third = open()) {
            assertThat(exchange("GET", "/sse", authorized(), "").status()).isEqualTo(503);
            first.close();
            await().atMost(Duration.ofSeconds(10)).until(() -> gate.open() == 2);
            open().close();
            second.send(NOTE);
            third.send(NOTE);
        }
    }

    @Test
    void aGateThatRefusesIs503AndTakesNoPlace() throws IOException {
        start();
        gate.refusing = true;
        for (int i = 0; i < 5; i++) {
            assertThat(exchange("GET", "/sse", authorized(), "").status()).isEqualTo(503);
        }
        gate.refusing = false;
        open().close();
    }

    @Test
    void aFaultOfTheGatewayIsAnsweredWithoutDetails() throws IOException {
        start();
        try (Stream client = open()) {
            Answer answer = client.post("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"broken\"}");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).contains("\"id\":4", "-32603").doesNotContain("secret", "Exception");
            client.send(NOTE);
        }
    }

    // The listener

    @Test
    void otherPathsAreThoseOfTheStreamingTransport() throws IOException {
        start();
        assertThat(exchange("GET", "/health", Map.of(), "").status()).isEqualTo(200);
        Answer root = exchange("GET", "/", authorized(), "");
        assertThat(root.status()).isEqualTo(307);
        assertThat(root.header("Location")).isEqualTo("/sse");
        assertThat(exchange("GET", "/mcp", authorized(), "").status()).isEqualTo(404);
        assertThat(transport.describe()).isEqualTo("http://127.0.0.1:" + port + "/sse");
    }

    @Test
    void requestsInFlightAreAnsweredWhileItStops() throws IOException {
        start();
        try (Stream client = open()) {
            client.send(call(7, "wait", "{}"));
            CompletableFuture<Void> closing = CompletableFuture.runAsync(transport::close);
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> new RawHttp(port)).isInstanceOf(IOException.class));
            assertThat(closing).isNotDone();
            gate.waiting.get("7").end(FakeGate.result("7", "{}"), ReplyStatus.ANSWERED);
            assertThat(client.receive()).contains("\"id\":7");
            closing.join();
            assertThat(client.ends()).isTrue();
        }
        assertThat(gate.open()).isZero();
    }

    @Test
    void theProviderReadsTheSettingsOfTheStreamingOne(@TempDir Path home) {
        SseTransportProvider provider = new SseTransportProvider();
        assertThat(provider.name()).isEqualTo("sse");
        try (TestContext context = TestContext.create(home)
                        .withSettings(Map.of("port", "0"))
                        .withEnvironment(Map.of("MCP_GATEWAY_AUTH_TOKEN", "fr0m-env"));
                Transport created = provider.create(context)) {
            assertThat(created.describe()).isEqualTo("http://127.0.0.1:0/sse");
            assertThat(((SseTransport) created).token()).contains(Secret.of("fr0m-env"));
        }
        try (TestContext context = TestContext.create(home).withEnvironment(Map.of())) {
            assertThatThrownBy(() -> provider.create(context)).isInstanceOf(ConfigException.class);
        }
    }
}
