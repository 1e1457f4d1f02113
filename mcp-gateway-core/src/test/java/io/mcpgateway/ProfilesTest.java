package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.spi.ClientGate.ReplyStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capability profiles in the whole gateway: who holds one keeps it, and of what was forgotten nothing is left. */
class ProfilesTest {
    private static final int PLACES = 32;
    private static final String MINE = "{\"sampling\":{},\"mine\":{}}";

    @TempDir
    Path home;

    private final ScriptedServer server = ScriptedServer.withTools(ScriptedServer.tool("t"))
            .on("tools/call", (request, to) -> ScriptedServer.reply(request, to, "{\"ok\":1}"));
    private McpGateway gateway;

    @BeforeEach
    void start() {
        gateway = McpGateway.builder().home(home).server("s", server).build();
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static String foreign(int number) {
        return "{\"experimental\":{\"foreign" + number + "\":{}}}";
    }

    private int code(TestClient client, String capabilities) {
        return client.request("tools/call", "{\"name\":\"t\"," + TestClient.metaOf(capabilities) + "}")
                .at("/error/code")
                .asInt();
    }

    private long handshakes(String capabilities) {
        return server.received.stream()
                .filter(message -> message.contains("\"initialize\"") && message.contains(capabilities))
                .count();
    }

    private long listings() {
        return server.received.stream()
                .filter(message -> message.contains("\"tools/list\""))
                .count();
    }

    @Test
    void aLiveSessionKeepsItsProfileHoweverManyOthersCome() {
        try (TestClient session = TestClient.legacy(gateway.gate(), MINE);
                TestClient others = new TestClient(gateway.gate())) {
            assertThat(session.request("tools/call", "{\"name\":\"t\"}").has("result"))
                    .isTrue();
            for (int i = 0; i < 2 * PLACES; i++) {
                assertThat(code(others, foreign(i))).isZero();
            }
            assertThat(session.request("tools/call", "{\"name\":\"t\"}").has("result"))
                    .isTrue();
            assertThat(listings()).as("the empty profile's, mine, the others'").isEqualTo(2 + 2 * PLACES);
        }
    }

    @Test
    void aSubscriptionKeepsItsProfile() {
        try (TestClient listening = new TestClient(gateway.gate());
                TestClient others = new TestClient(gateway.gate())) {
            TestClient.Reply reply = listening.post(
                    "subscriptions/listen",
                    "{\"notifications\":{\"toolsListChanged\":true}," + TestClient.metaOf(MINE) + "}");
            await().until(() -> reply.before.size() == 1);
            assertThat(code(listening, MINE)).isZero();
            for (int i = 0; i < 2 * PLACES; i++) {
                assertThat(code(others, foreign(i))).isZero();
            }
            assertThat(code(listening, MINE)).isZero();
            assertThat(listings()).as("the empty profile's, mine, the others'").isEqualTo(2 + 2 * PLACES);
        }
    }

    @Test
    void whenAllPlacesAreHeldANewProfileIsRefusedUntilOneIsLetGo() {
        List<TestClient> sessions = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            sessions.add(TestClient.legacy(gateway.gate(), foreign(i)));
        }
        try (TestClient late = new TestClient(gateway.gate());
                TestClient same = TestClient.legacy(gateway.gate(), foreign(3));
                TestClient empty = TestClient.legacy(gateway.gate())) {
            String hello = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + MINE + "}";
            TestClient.Reply refused = late.post("initialize", hello);
            assertThat(refused.json().at("/error/code").asInt()).isEqualTo(1429);
            assertThat(refused.status).isCompletedWithValue(ReplyStatus.OVERLOADED);
            assertThat(code(late, MINE)).isEqualTo(1429);
            assertThat(late.request("server/discover", "{" + TestClient.metaOf(MINE) + "}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(1429);
            assertThat(late.request("subscriptions/listen", "{\"notifications\":{}," + TestClient.metaOf(MINE) + "}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(1429);
            assertThat(handshakes("\"mine\"")).isZero();
            assertThat(same.request("tools/list", "{}").at("/result/tools")).hasSize(1);
            assertThat(empty.request("tools/list", "{}").at("/result/tools")).hasSize(1);
            sessions.get(3).close();
            assertThat(code(late, MINE)).as("another one holds it").isEqualTo(1429);
            sessions.get(5).close();
            assertThat(code(late, MINE)).isZero();
            assertThat(late.request("initialize", hello).has("result")).isTrue();
        }
    }

    @Test
    void requestsThatAreRefusedOrCancelledHoldNothing() {
        List<TestClient> sessions = new ArrayList<>();
        for (int i = 1; i < PLACES; i++) {
            sessions.add(TestClient.legacy(gateway.gate(), foreign(i)));
        }
        server.on("tools/call", (request, to) -> {});
        try (TestClient client = new TestClient(gateway.gate())) {
            String call = "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"tools/call\",\"params\":{\"name\":\"t\","
                    + TestClient.metaOf(MINE) + "}}";
            client.send(call);
            assertThat(client.send(call).json().at("/error/code").asInt()).isEqualTo(-32600);
            assertThat(client.send(call.replace("tools/call", "no/such").replace("77", "78"))
                            .json()
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32601);
            assertThat(client.send(call.replace("tools/call", "subscriptions/listen")
                                    .replace("\"name\":\"t\"", "\"notifications\":7")
                                    .replace("77", "79"))
                            .json()
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
            await().until(() -> server.received.stream().anyMatch(message -> message.contains("tools/call")));
            assertThat(code(client, foreign(99))).as("the call is in flight").isEqualTo(1429);
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}");
            TestClient.Reply list = client.post("tools/list", "{" + TestClient.metaOf(foreign(99)) + "}");
            assertThat(list.json().at("/result/tools")).hasSize(1);
        }
    }

    @Test
    void theSharedWorkloadsOfForgottenProfilesEnd() {
        try (TestClient others = new TestClient(gateway.gate())) {
            for (int i = 0; i < 3 * PLACES; i++) {
                assertThat(code(others, foreign(i))).isZero();
            }
            await().until(() -> server.receivers.size() == PLACES + 1); // and that of the empty profile
        }
    }

    /** The listing of a profile that was forgotten meanwhile comes late: nothing of it is kept, nor made anew. */
    @Test
    void aLateListingBringsNoForgottenProfileBack() {
        List<Runnable> late = new ArrayList<>();
        server.on("tools/list", (request, to) -> {
            String answer = "{\"tools\":[" + ScriptedServer.tool("t") + "]}";
            if (late.isEmpty() && handshakes("\"mine\"") == 1) {
                late.add(() -> ScriptedServer.reply(request, to, answer));
            } else {
                ScriptedServer.reply(request, to, answer);
            }
        });
        TestClient.legacy(gateway.gate(), MINE).close();
        await().until(() -> late.size() == 1);
        try (TestClient others = new TestClient(gateway.gate())) {
            for (int i = 0; i < PLACES; i++) {
                assertThat(code(others, foreign(i))).isZero();
            }
            late.get(0).run();
            await().until(() -> server.receivers.size() == PLACES + 1);
            assertThat(handshakes("\"mine\"")).isEqualTo(1);
        }
    }
}
