package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.settings.GatewayOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change while the gateway runs. */
class ReloadTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private McpGateway gateway;

    @BeforeEach
    void start() throws Exception {
        write("registry.yaml", "registry:\n  time:\n    ref: \"\"\n");
        gateway = McpGateway.builder()
                .home(home)
                .catalog(Catalogs.starter())
                .registry(Registries.files(home))
                .options(GatewayOptions.builder().watch(true).build())
                .events((level, message, facts) -> told.add(level + " " + message + " " + facts))
                .server(
                        "slow",
                        ScriptedServer.withTools(ScriptedServer.tool("wait"))
                                .on(
                                        "tools/call",
                                        (request, to) ->
                                                waiting.set(() -> ScriptedServer.reply(request, to, "{\"ok\":1}"))))
                .build();
        gateway.start();
    }

    private final AtomicReference<Runnable> waiting = new AtomicReference<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    /** As editors save: another file takes the name. */
    private void write(String name, String content) throws Exception {
        Path fresh = Files.writeString(home.resolve(name + ".new"), content);
        Files.move(fresh, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> tools(TestClient client) {
        JsonNode response = client.request("tools/list", "{}");
        List<String> names = new ArrayList<>();
        response.at("/result/tools").forEach(tool -> names.add(tool.get("name").asText()));
        return names;
    }

    @Test
    void aServerThatIsEnabledAppearsAndClientsAreTold() throws Exception {
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(tools(client)).contains("get_current_time").doesNotContain("create_entities");
            write("registry.yaml", "registry:\n  time:\n    ref: \"\"\n  memory:\n    ref: \"\"\n");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(client.unsolicited).anyMatch(m -> m.contains("tools/list_changed")));
            assertThat(tools(client)).contains("get_current_time", "create_entities");
        }
    }

    @Test
    void toolsYamlIsTakenUp() throws Exception {
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(tools(client)).contains("convert_time");
            write("tools.yaml", "time: [get_current_time]\n");
            await().atMost(SOON).untilAsserted(() -> assertThat(tools(client)).doesNotContain("convert_time"));
            assertThat(tools(client)).contains("get_current_time");
        }
    }

    @Test
    void aBrokenFileIsToldWithItsPlaceAndChangesNothing() throws Exception {
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            List<String> before = tools(client);
            write("registry.yaml", "registry:\n  time: {\n");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(told)
                            .anyMatch(event -> event.startsWith("ERROR") && event.contains("registry.yaml:")));
            assertThat(tools(client)).isEqualTo(before);
        }
    }

    @Test
    void aCallInFlightIsLeftAlone() throws Exception {
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(tools(client)).contains("wait");
            TestClient.Reply reply = client.post("tools/call", "{\"name\":\"wait\"}");
            await().untilAsserted(() -> assertThat(waiting.get()).isNotNull());
            write("registry.yaml", "registry: {}\n");
            await().atMost(SOON).untilAsserted(() -> assertThat(tools(client)).doesNotContain("get_current_time"));
            waiting.get().run();
            assertThat(reply.json().at("/result/ok").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aStateIsOfNoUseForAnotherServerThatHasTheToolNow() throws Exception {
        gateway.close();
        write("registry.yaml", "registry:\n  a:\n    ref: \"\"\n");
        ScriptedServer server = ScriptedServer.modernWithTools(ScriptedServer.tool("t"))
                .result("tools/call", "{\"resultType\":\"input_required\",\"requestState\":\"mine\"}");
        ScriptedServerProvider.serve(server);
        Map<String, ServerEntry> entries = new HashMap<>();
        for (String name : List.of("a", "b")) {
            entries.put(
                    name,
                    ServerEntry.builder(name, ServerType.JVM)
                            .provider("scripted")
                            .build());
        }
        gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", entries, List.of()))
                .registry(Registries.files(home))
                .options(GatewayOptions.builder().watch(true).build())
                .build();
        gateway.start();
        try (TestClient client = new TestClient(gateway.gate())) {
            JsonNode state = client.modern("tools/call", "{\"name\":\"t\"}").at("/result/requestState");
            write("registry.yaml", "registry:\n  b:\n    ref: \"\"\n");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gateway.status())
                            .singleElement()
                            .matches(status ->
                                    status.name().equals("b") && status.state() == ServerStatus.State.LISTED));
            assertThat(client.modern("tools/call", "{\"name\":\"t\",\"requestState\":" + state + "}")
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(-32602);
            assertThat(client.modern("tools/call", "{\"name\":\"t\"}").has("result"))
                    .isTrue();
        }
    }
}
