package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists that the workloads of one session have of their own, and what becomes of them when a workload ends. */
class OwnListsTest {
    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

    @TempDir
    Path home;

    private final ScriptedServer a = server("a");
    private final ScriptedServer b = server("b");
    private McpGateway gateway;
    private TestClient client;

    private static ScriptedServer server(String name) {
        return ScriptedServer.withTools(ScriptedServer.tool(name)).result("tools/call", "{\"content\":[]}");
    }

    @BeforeEach
    void start() {
        ScriptedServerProvider.serve(Map.of("a", a, "b", b));
        Map<String, ServerEntry> entries = new HashMap<>();
        for (String name : List.of("a", "b")) {
            entries.put(
                    name,
                    ServerEntry.builder(name, ServerType.JVM)
                            .provider("scripted")
                            .isolation(Isolation.SESSION)
                            .build());
        }
        gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", entries, List.of()))
                .enable("a", "b")
                .configure("a", JsonText.of("{\"use\":\"a\"}"))
                .configure("b", JsonText.of("{\"use\":\"b\"}"))
                .build();
        gateway.start();
        client = TestClient.legacy(gateway.gate());
        await().untilAsserted(() -> assertThat(tools()).containsExactly("a", "b"));
        await().untilAsserted(() ->
                assertThat(a.receivers).as("workloads of the listing").isEmpty());
        await().untilAsserted(() -> assertThat(b.receivers).isEmpty());
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        ScriptedServerProvider.serve(Map.of());
    }

    private List<String> tools() {
        List<String> names = new ArrayList<>();
        client.request("tools/list", "{}")
                .at("/result/tools")
                .forEach(tool -> names.add(tool.get("name").asText()));
        return names;
    }

    private JsonNode call(String tool) {
        return client.request("tools/call", "{\"name\":\"" + tool + "\"}");
    }

    private static Receiver workload(ScriptedServer of) {
        assertThat(of.receivers).hasSize(1);
        return of.receivers.get(0);
    }

    private static void lists(ScriptedServer server, String... names) {
        List<String> tools = new ArrayList<>();
        for (String name : names) {
            tools.add(ScriptedServer.tool(name));
        }
        server.result("tools/list", "{\"tools\":[" + String.join(",", tools) + "]}");
    }

    private void announces(ScriptedServer server, String... names) {
        lists(server, names);
        workload(server).receive(JsonText.of(CHANGED));
    }

    private static void dies(ScriptedServer server) {
        Receiver workload = workload(server);
        server.receivers.remove(workload);
        workload.ended("it had enough");
    }

    @Test
    void theListsOfOtherServersStayWhenAWorkloadEndsWhileItsListIsTakenUp() {
        call("a");
        call("b");
        announces(a, "a", "a-own");
        await().untilAsserted(() -> assertThat(tools()).containsExactly("a", "a-own", "b"));
        client.onUnsolicited = () -> {
            client.onUnsolicited = () -> {};
            dies(b); // between the moment that its list is known and the look at whether it still lives
        };
        announces(b, "b", "b-own");
        await().until(() -> b.receivers.isEmpty());
        await().untilAsserted(() -> assertThat(tools()).doesNotContain("b-own"));
        assertThat(tools()).containsExactly("a", "a-own", "b");
        assertThat(call("a-own").has("result")).isTrue();
    }

    @Test
    void theOwnListOfAWorkloadThatHasEndedIsLearntAnewWhenTheNextOneIsThere() {
        call("a");
        call("b");
        announces(a, "a", "a-own");
        announces(b, "b", "b-own");
        await().untilAsserted(() -> assertThat(tools()).containsExactly("a", "a-own", "b", "b-own"));
        dies(b);
        lists(b, "b", "b-next");
        call("b");
        await().untilAsserted(() -> assertThat(tools()).containsExactly("a", "a-own", "b", "b-next"));
        dies(a);
        lists(a, "a");
        call("a");
        await().untilAsserted(() -> assertThat(tools()).containsExactly("a", "b", "b-next"));
    }
}
