package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.JavaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server was found to speak is remembered, and found out anew when it does not hold any more. */
class EraVerdictsTest {
    @TempDir
    Path home;

    private McpGateway gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    /** A server in a workload, which has to be asked; {@link #speak} makes it speak one era only. */
    private ScriptedServer server() {
        return ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"content\":[]}");
    }

    private static void speak(ScriptedServer server, Era era) {
        server.on(era == Era.LEGACY ? "server/discover" : "initialize", EraVerdictsTest::refuse);
        if (era == Era.MODERN) {
            server.on(
                    "server/discover",
                    (request, to) -> ScriptedServer.reply(
                            request,
                            to,
                            "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}"));
        }
    }

    private static void refuse(Envelope request, JavaServer.Receiver to) {
        to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                + ",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}"));
    }

    private void start(ScriptedServer server) {
        ServerEntry entry = ServerEntry.builder("s", ServerType.SERVER)
                .image("lines")
                .isolation(Isolation.SHARED)
                .build();
        gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()))
                .runtime(new LineRuntime(server))
                .enable("s")
                .build();
        gateway.start();
    }

    private static List<String> greetings(ScriptedServer server) {
        return server.received.stream()
                .map(text -> TestClient.parse(text).path("method").asText())
                .filter(method -> method.equals("initialize") || method.equals("server/discover"))
                .toList();
    }

    private static void end(ScriptedServer server) {
        server.received.clear();
        server.receivers.forEach(receiver -> receiver.ended("enough"));
        server.receivers.clear();
    }

    /** Calls until a fresh workload has answered: that the old one has ended is known a moment later only. */
    private static void call(TestClient client, ScriptedServer server) {
        await().untilAsserted(() -> {
            JsonNode answer = client.request("tools/call", "{\"name\":\"t\"}");
            assertThat(answer.has("result")).as(answer.toString()).isTrue();
            assertThat(greetings(server)).isNotEmpty();
        });
    }

    @Test
    void aLegacyServerIsAskedOnceAndAgainWhenItHasBecomeAModernOne() {
        ScriptedServer server = server();
        speak(server, Era.LEGACY);
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            call(client, server);
            assertThat(greetings(server)).startsWith("server/discover", "initialize");
            end(server);
            call(client, server);
            assertThat(greetings(server)).containsOnly("initialize");
            end(server);
            speak(server, Era.MODERN);
            call(client, server);
            assertThat(greetings(server)).startsWith("initialize", "server/discover");
            end(server);
            call(client, server);
            assertThat(greetings(server)).containsOnly("server/discover");
        }
    }

    @Test
    void theNextGatewayDoesNotAskAgain() {
        ScriptedServer server = server();
        speak(server, Era.LEGACY);
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            call(client, server);
        }
        gateway.close();
        assertThat(greetings(server)).startsWith("server/discover", "initialize");
        server.received.clear();
        start(server);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            call(client, server);
        }
        assertThat(greetings(server)).isNotEmpty().containsOnly("initialize");
    }

    @Test
    void aServerThatThrowsWhenAskedKeepsNoOtherFromStarting() {
        JavaServer broken = new JavaServer() {
            @Override
            public Era era() {
                throw new IllegalStateException("no idea");
            }

            @Override
            public Channel open(Receiver toGateway) {
                throw new IllegalStateException("not to be opened");
            }
        };
        McpGateway.Builder builder = McpGateway.builder().home(home);
        for (int i = 0; i < Limits.DEFAULT.concurrentStarts(); i++) {
            builder.server("broken" + i, broken);
        }
        gateway = builder.server("s", server()).build();
        gateway.start();
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            await().untilAsserted(
                            () -> assertThat(client.request("tools/list", "{}").at("/result/tools"))
                                    .hasSize(1));
        }
    }
}
