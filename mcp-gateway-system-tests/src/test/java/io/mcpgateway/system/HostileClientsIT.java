package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that write nonsense, ask twice, say too much or go away. The gateway answers clearly and serves the others. */
final class HostileClientsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int OVER_THE_LIMIT = 33 << 20;

    @TempDir
    Path directory;

    static Stream<Arguments> nonsense() {
        return Stream.of(
                argumentSet("half an object", "{\"jsonrpc\":\"2.0\",", -32700),
                argumentSet("no JSON", "hello", -32700),
                argumentSet("bytes that are not UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\u00ff\"}", -32700),
                argumentSet("two values", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}", -32700),
                argumentSet("a number", "17", -32600),
                argumentSet("a string", "\"ping\"", -32600),
                argumentSet("no version", "{\"id\":990001,\"method\":\"ping\"}", -32600),
                argumentSet("a method that is no string", "{\"jsonrpc\":\"2.0\",\"id\":990002,\"method\":7}", -32600),
                argumentSet("an id that is an object", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600),
                argumentSet(
                        "the method twice",
                        "{\"jsonrpc\":\"2.0\",\"id\":990003,\"method\":\"ping\",\"method\":\"tools/call\"}",
                        -32600),
                argumentSet(
                        "the method in another case",
                        "{\"jsonrpc\":\"2.0\",\"id\":990004,\"method\":\"ping\",\"Method\":\"tools/call\"}",
                        -32600),
                argumentSet(
                        "the name by an escape",
                        "{\"jsonrpc\":\"2.0\",\"id\":990005,\"method\":\"tools/call\",\"params\":"
                                + "{\"name\":\"echo\",\"n\\u0061me\":\"record\",\"arguments\":{}}}",
                        -32602),
                argumentSet("too deep", "[".repeat(100_000), -32700));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsRefusedAndTheSessionLivesOn(String line, int code) throws IOException {
        try (StdioPeer peer = echo().startStdio()) {
            peer.initialize();

            peer.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));

            JsonNode refusal =
                    Awaitility.await("an error answer").atMost(SOON).until(peer.strays()::peek, stray -> stray != null);
            assertThat(refusal.at("/error/code").asInt()).as(refusal.toString()).isEqualTo(code);
            assertThat(peer.echo("alive")).isEqualTo("alive");
            assertThat(peer.strays()).hasSize(1);
        }
    }

    @Test
    void unknownMethodsAreRefusedAndUnknownNotificationsIgnored() throws IOException {
        try (StdioPeer peer = echo().startStdio()) {
            peer.initialize();

            peer.notify("notifications/no-such-thing", Peer.object(params -> {}));
            JsonNode answer = Peer.await(peer.request("no/such/method", Peer.object(params -> {})), SOON);
            JsonNode unknownTool = Peer.await(peer.call("no-such-tool", arguments -> {}), SOON);

            assertThat(answer.at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(unknownTool.at("/error/code").asInt()).isEqualTo(-32602);
            assertThat(unknownTool.toString()).contains("no-such-tool");
            assertThat(peer.echo("alive")).isEqualTo("alive");
            assertThat(peer.strays()).isEmpty();
        }
    }

    /** The first call keeps its answer; the second of the same id is refused without being executed. */
    @Test
    void anIdInFlightCannotBeUsedAgain() throws IOException {
        Path record = directory.resolve("record");
        try (StdioPeer peer = echo().startStdio()) {
            peer.initialize();
            peer.echo("warm");
            CompletableFuture<JsonNode> first = peer.expect(5_000);
            peer.writeLine(call(5_000, "sleep", "{\"ms\":1500}"));

            peer.writeLine(call(5_000, "record", "{\"file\":\"" + record + "\",\"line\":\"second\"}"));

            // Both answers name the id, so the refusal, which is faster, is the one that the future gets.
            JsonNode refusal = Peer.await(first, SOON);
            assertThat(refusal.at("/error/code").asInt()).as(refusal.toString()).isEqualTo(-32600);
            JsonNode answer = Awaitility.await("the first call is answered")
                    .atMost(SOON)
                    .until(peer.strays()::peek, stray -> stray != null);
            assertThat(answer.at("/result/content/0/text").asText()).isEqualTo("slept");
            assertThat(record).doesNotExist();
            assertThat(peer.echo("alive")).isEqualTo("alive");
        }
    }

    @Test
    void aMessageBeyondTheLimitIsAClearErrorAndTheSessionLivesOn() throws IOException {
        try (StdioPeer peer = echo().startStdio()) {
            peer.initialize();

            peer.writeLine(call(7_000, "echo", "{\"text\":\"" + "x".repeat(OVER_THE_LIMIT) + "\"}"));

            Queue<JsonNode> strays = peer.strays();
            JsonNode refusal =
                    Awaitility.await("an error answer").atMost(SOON).until(strays::peek, stray -> stray != null);
            assertThat(refusal.at("/error/message").asText()).containsIgnoringCase("limit");
            assertThat(peer.echo("alive")).isEqualTo("alive");
        }
    }

    @Test
    void tenMegabytesPassBothWays() throws IOException {
        String text = "y".repeat(10 << 20);
        try (StdioPeer peer = echo().startStdio()) {
            peer.initialize();
            assertThat(peer.echo(text)).isEqualTo(text);
        }
        try (HttpGateway http = echo().startHttp();
                HttpPeer peer = http.connect()) {
            peer.initialize();
            assertThat(peer.echo(text)).isEqualTo(text);
        }
    }

    /** Half-closed: the client has said everything, the answers still arrive, then the gateway ends in order. */
    @Test
    void callsInFlightAreAnsweredAfterTheEndOfInput() throws Exception {
        StdioPeer peer = echo().startStdio();
        peer.initialize();
        peer.echo("warm");
        CompletableFuture<JsonNode> sleeping = peer.call("sleep", arguments -> arguments.put("ms", 1500));

        peer.closeInput();

        assertThat(Peer.await(sleeping, SOON).at("/result/content/0/text").asText())
                .isEqualTo("slept");
        peer.endOfOutput().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(peer.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(peer.process().exitValue()).isZero();
    }

    @Test
    void aClientThatVanishesTakesTheGatewayAndItsServersAlong() throws Exception {
        Requirements.proc();
        Path marker = directory.resolve("pids-" + UUID.randomUUID());
        StdioPeer peer = Gateway.inFrontOf(directory, TestServer.ofScript("tree", marker.toString()))
                .startStdio();
        peer.initialize();
        peer.echo("warm");
        peer.call("sleep", arguments -> arguments.put("ms", 600_000));
        assertThat(ProcFs.withArgument(marker.toString())).isNotEmpty();

        peer.vanish();

        try {
            assertThat(peer.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("the gateway ends")
                    .isTrue();
            Awaitility.await("its servers end")
                    .atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(ProcFs.withArgument(marker.toString())).isEmpty());
        } finally {
            peer.process().destroyForcibly();
            ProcFs.killAllWithArgument(marker.toString());
        }
    }

    /**
     * A body in pretty print is one message. Written to a line-framed server as it is, its third line would be a message of
     * its own, and would be executed.
     */
    @Test
    void aPrettyPrintedBodyExecutesNothingButItsOwnCall() throws IOException {
        Path record = directory.resolve("record");
        try (HttpGateway http = echo().startHttp();
                HttpPeer peer = http.connect()) {
            peer.initialize();
            for (String newline : new String[] {"\n", "\r\n", "\r"}) {
                String smuggled = call(2, "record", "{\"file\":\"" + record + "\",\"line\":\"smuggled\"}");
                String own =
                        "{\"file\":\"" + record + "\",\"line\":\"own\",\"x\":" + newline + smuggled + newline + "}";
                String body = newline + "{" + newline + "\"jsonrpc\":\"2.0\",\"id\":1," + newline
                        + "\"method\":\"tools/call\",\"params\":{\"name\":\"record\",\"arguments\":" + own + newline
                        + "}"
                        + newline + "}" + newline;

                HttpResponse<String> response = peer.post(body).join();

                assertThat(HttpPeer.messages(response)).as(response.body()).hasSize(1);
                assertThat(HttpPeer.messages(response)
                                .get(0)
                                .at("/result/content/0/text")
                                .asText())
                        .isEqualTo("recorded");
            }
            JsonNode executed = Peer.await(peer.call("calls", arguments -> {}));

            assertThat(Files.readAllLines(record)).containsExactly("own", "own", "own");
            assertThat(executed.at("/result/structuredContent/executed").toString())
                    .isEqualTo("[\"record\",\"record\",\"record\",\"calls\"]");
        }
    }

    @Test
    void httpRefusesWhatItMustAndServesTheNext() throws Exception {
        try (HttpGateway http = echo().startHttp();
                HttpPeer peer = http.connect()) {
            peer.initialize();

            HttpResponse<String> malformed = peer.post("{\"jsonrpc\":").join();
            HttpResponse<String> noToken = send(
                    peer,
                    HttpRequest.newBuilder(peer.endpoint())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build());
            HttpResponse<String> wrongToken = send(
                    peer,
                    HttpRequest.newBuilder(peer.endpoint())
                            .header("Authorization", "Bearer wrong")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build());
            HttpResponse<String> wrongOrigin = send(
                    peer,
                    peer.newRequest()
                            .header("Origin", "https://evil.example")
                            .POST(HttpRequest.BodyPublishers.ofString(call(1, "echo", "{}")))
                            .build());
            HttpResponse<String> wrongSession = send(
                    peer,
                    HttpRequest.newBuilder(peer.endpoint())
                            .header("Authorization", "Bearer " + Gateway.TOKEN)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .header("Mcp-Session-Id", "no-such-session")
                            .POST(HttpRequest.BodyPublishers.ofString(call(1, "echo", "{}")))
                            .build());

            assertThat(malformed.statusCode()).isEqualTo(400);
            assertThat(Transcript.tree(malformed.body()).at("/error/code").asInt())
                    .isEqualTo(-32700);
            assertThat(noToken.statusCode()).isEqualTo(401);
            assertThat(wrongToken.statusCode()).isEqualTo(401);
            assertThat(wrongOrigin.statusCode()).isEqualTo(403);
            assertThat(wrongSession.statusCode()).isEqualTo(404);
            assertThat(peer.echo("alive")).isEqualTo("alive");
            assertThat(http.output()).doesNotContain("Exception in thread").doesNotContain("\tat ");
        }
    }

    @Test
    void anHttpClientThatGoesAwayMidCallOrMidBodyHarmsNobody() throws Exception {
        try (HttpGateway http = echo().startHttp();
                HttpPeer peer = http.connect()) {
            peer.initialize();
            peer.echo("warm");
            String body = call(1, "sleep", "{\"ms\":60000}");
            String head =
                    "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + http.endpoint().getPort() + "\r\nAuthorization: Bearer "
                            + Gateway.TOKEN
                            + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                            + "Mcp-Session-Id: " + peer.session() + "\r\nContent-Length: ";
            for (int i = 0; i < 50; i++) {
                try (Socket socket = new Socket("127.0.0.1", http.endpoint().getPort())) {
                    OutputStream out = socket.getOutputStream();
                    String message = i % 2 == 0
                            ? head + body.length() + "\r\n\r\n" + body
                            : head + (body.length() + 1000) + "\r\n\r\n" + body;
                    out.write(message.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }

            assertThat(peer.echo("alive")).isEqualTo("alive");
            assertThat(http.process().isAlive()).isTrue();
        }
    }

    private Gateway echo() throws IOException {
        return Gateway.inFrontOf(directory, TestServer.ofScript("echo"));
    }

    private static HttpResponse<String> send(HttpPeer peer, HttpRequest request) throws Exception {
        return peer.client().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String call(long id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }
}
