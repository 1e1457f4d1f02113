package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.SecretEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.GatewayOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that run already, over real sockets. */
class StaticServersTest {
    @TempDir
    Path home;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private LineSockets serve(SocketAddress address) throws IOException {
        LineSockets sockets = new LineSockets(
                address, ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"content\":[]}"));
        open.add(sockets);
        return sockets;
    }

    private McpGateway gateway(GatewayOptions.Builder options, Isolation isolation) {
        ServerEntry entry = ServerEntry.builder("s", ServerType.SERVER)
                .image("never/started")
                .isolation(isolation)
                .secrets(List.of(new SecretEntry("s.key", "KEY", true)))
                .build();
        McpGateway gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()))
                .options(options.build())
                .enable("s")
                .build();
        open.add(gateway);
        gateway.start();
        return gateway;
    }

    private TestClient client(SocketAddress address, Isolation isolation) {
        TestClient client =
                TestClient.legacy(gateway(GatewayOptions.builder().staticAddresses(Map.of("s", address)), isolation)
                        .gate());
        open.add(client);
        return client;
    }

    private static JsonNode call(TestClient client) {
        return client.request("tools/call", "{\"name\":\"t\",\"arguments\":{}}");
    }

    @Test
    void aServerIsReachedOverTcpWithoutItsSecretsAndItsImage() throws IOException {
        LineSockets server = serve(anyPort());
        TestClient client = client(server.address(), Isolation.CALL);
        assertThat(client.request("tools/list", "{}").at("/result/tools/0/name").asText())
                .isEqualTo("t");
        assertThat(call(client).at("/result/content").isArray()).isTrue();
        assertThat(call(client).at("/result/content").isArray()).isTrue();
        await("a connection for each call, and all are closed")
                .untilAsserted(() -> assertThat(server.connections).hasSize(3).noneMatch(SocketChannel::isOpen));
    }

    @Test
    void aServerIsReachedOverAUnixSocket() throws IOException {
        Path path = home.resolve("s.sock");
        LineSockets server = serve(UnixDomainSocketAddress.of(path));
        TestClient client = client(UnixDomainSocketAddress.of(path), Isolation.SESSION);
        assertThat(call(client).at("/result/content").isArray()).isTrue();
        assertThat(call(client).at("/result/content").isArray()).isTrue();
        assertThat(server.connections).as("one to list, one for the session").hasSize(2);
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeSoAndFoundWhenItComes() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        InetSocketAddress address = InetSocketAddress.createUnresolved("localhost", port);
        McpGateway gateway = gateway(
                GatewayOptions.builder()
                        .staticAddresses(Map.of("s", address))
                        .limits(limits -> limits.listingWait(Duration.ofMillis(100))),
                Isolation.SESSION);
        await().untilAsserted(
                        () -> assertThat(gateway.status().get(0).problems().toString())
                                .contains("Cannot reach server 's' at localhost:" + port, "start it there"));
        serve(new InetSocketAddress(InetAddress.getByName("localhost"), port));
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            await("listed and called without a restart of the gateway")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> call(client).at("/result/content").isArray());
        }
    }

    @Test
    void aLostConnectionIsAnErrorThatNamesItAndTheNextCallConnectsAnew() throws IOException {
        LineSockets server = serve(anyPort());
        TestClient client = client(server.address(), Isolation.SESSION);
        assertThat(call(client).at("/result/content").isArray()).isTrue();
        server.connections.get(server.connections.size() - 1).close();
        await("connected again")
                .atMost(Duration.ofSeconds(10))
                .until(() -> call(client).at("/result/content").isArray());
        assertThat(server.connections).hasSize(3);
    }

    @Test
    void aServerThatHangsUpInACallFailsThatCall() throws IOException {
        ScriptedServer silent =
                ScriptedServer.withTools(ScriptedServer.tool("t")).on("tools/call", (request, to) -> {});
        LineSockets server = new LineSockets(anyPort(), silent);
        open.add(server);
        TestClient client = client(server.address(), Isolation.CALL);
        client.request("tools/list", "{}");
        TestClient.Reply reply = client.post("tools/call", "{\"name\":\"t\",\"arguments\":{}}");
        await().until(() -> silent.received.stream().anyMatch(text -> text.contains("tools/call")));
        server.connections.get(server.connections.size() - 1).close();
        assertThat(reply.json().toString())
                .contains("Server 's' at ")
                .containsAnyOf("closed the connection", "is not connected any more");
    }

    @Test
    void withoutAnAddressItIsTheHostOfTheServersName() {
        McpGateway gateway = gateway(GatewayOptions.builder().staticServers(true), Isolation.CALL);
        await().untilAsserted(
                        () -> assertThat(gateway.status().get(0).problems().toString())
                                .contains("Cannot reach server 's' at mcp-s:4444"));
    }

    @Test
    void aNameThatIsNoHostAndATypeThatCannotRunAlreadyAreBlocked() {
        Map<String, ServerEntry> entries = Map.of(
                "a.b",
                ServerEntry.builder("a.b", ServerType.SERVER).image("i").build(),
                "p",
                ServerEntry.builder("p", ServerType.JVM).provider("time").build());
        McpGateway gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", entries, List.of()))
                .options(GatewayOptions.builder()
                        .staticServers(true)
                        .staticAddresses(Map.of("p", anyPort()))
                        .build())
                .enable("a.b", "p")
                .build();
        open.add(gateway);
        gateway.start();
        assertThat(gateway.status().get(0).problems().toString()).contains("--static-server 'a.b=HOST:PORT'");
        assertThat(gateway.status().get(1).problems().toString()).contains("its type is jvm");
    }
}
