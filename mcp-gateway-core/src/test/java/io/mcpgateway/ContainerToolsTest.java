package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.testkit.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of type {@code poci} on the whole road of a call, with real programs. */
class ContainerToolsTest {
    private static final String CATALOG = """
            registry:
              box:
                type: poci
                tools:
                  - name: say
                    description: Says it.
                    parameters: {type: object, properties: {text: {type: string, description: What}}, required: [text]}
                    container: {image: say, command: [printf, "%s\\\\n", "{{text}}"]}
                  - name: sh
                    parameters: {type: object, properties: {script: {type: string}}, required: [script]}
                    container: {image: sh, command: [sh, -c, "{{script}}"]}
                  - name: gone
                    container: {image: missing, command: ["true"]}
                  - name: broken
                    container: {image: broken, command: [/no/such/program]}
            """;

    @TempDir
    Path home;

    private final TestContext context = TestContext.create(Path.of("unused"));
    private HostProcesses runtime;
    private McpGateway gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        context.close();
    }

    private TestClient client() throws Exception {
        return client(McpGateway.builder());
    }

    private TestClient client(McpGateway.Builder builder) throws Exception {
        Path catalog = Files.writeString(home.resolve("catalog.yaml"), CATALOG);
        runtime = new HostProcesses(context);
        gateway = builder.home(home)
                .catalog(Catalogs.file(catalog))
                .enable("box")
                .runtime(runtime)
                .build();
        gateway.start();
        return TestClient.legacy(gateway.gate());
    }

    private static JsonNode call(TestClient client, String tool, String arguments) {
        return client.request("tools/call", params(tool, arguments)).path("result");
    }

    private static String params(String tool, String arguments) {
        return "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
    }

    private static String script(String text) {
        return "{\"script\":" + io.mcpgateway.json.Messages.quote(text) + "}";
    }

    private static String text(JsonNode result) {
        return result.at("/content/0/text").asText();
    }

    @Test
    void toolsAreListedWithTheirSchemaAndNothingIsStarted() throws Exception {
        try (TestClient client = client()) {
            JsonNode tools = client.request("tools/list", "{}").at("/result/tools");
            List<String> names = new ArrayList<>();
            tools.forEach(tool -> names.add(tool.path("name").asText()));
            assertThat(names).containsExactly("say", "sh", "gone", "broken");
            assertThat(tools.get(0).path("inputSchema").toString())
                    .isEqualTo("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\","
                            + "\"description\":\"What\"}},\"required\":[\"text\"]}");
            assertThat(runtime.started).isEmpty();
            assertThat(runtime.prepared).isEmpty();
        }
    }

    @Test
    void clientsOfBothErasGetStandardOutput() throws Exception {
        try (TestClient client = client()) {
            JsonNode result = call(client, "say", "{\"text\":\"hällo; $(id)\"}");
            assertThat(text(result)).isEqualTo("hällo; $(id)");
            assertThat(result.has("isError")).isFalse();
            assertThat(call(client, "say", "{\"text\":\"again\"}")
                            .at("/content/0/text")
                            .asText())
                    .isEqualTo("again");
            assertThat(runtime.prepared).as("looked for once").containsExactly("say");
        }
        JsonNode modern = TestClient.alone(gateway.gate(), "tools/call", params("say", "{\"text\":\"now\"}"))
                .json();
        assertThat(text(modern.path("result"))).isEqualTo("now");
        assertThat(modern.at("/result/resultType").asText()).isEqualTo("complete");
    }

    @Test
    void anotherExitStatusIsAnErrorWithAllThatWasSaid() throws Exception {
        try (TestClient client = client()) {
            JsonNode result = call(client, "sh", script("echo half; echo no such thing >&2; exit 3"));
            assertThat(result.path("isError").asBoolean()).isTrue();
            assertThat(text(result)).isEqualTo("half\nTool 'sh' failed: exit status 3; its last words:\nno such thing");
            assertThat(text(call(client, "sh", script("exit 4"))))
                    .isEqualTo("Tool 'sh' failed: exit status 4; it wrote nothing to standard error");
        }
    }

    @Test
    void whatCannotBeStartedIsAnErrorThatSaysWhy() throws Exception {
        try (TestClient client = client()) {
            JsonNode gone = call(client, "gone", "{}");
            assertThat(gone.path("isError").asBoolean()).isTrue();
            assertThat(text(gone)).isEqualTo("Cannot pull image 'missing'");
            JsonNode broken = call(client, "broken", "{}");
            assertThat(broken.path("isError").asBoolean()).isTrue();
            assertThat(text(broken)).contains("/no/such/program");
            assertThat(text(call(client, "broken", "{}"))).isEqualTo(text(broken));
            assertThat(runtime.prepared)
                    .as("looked for again after a failed start")
                    .containsExactly("broken", "broken");
        }
    }

    @Test
    void hostileArgumentsAreAnErrorAndStartNothing() throws Exception {
        try (TestClient client = client()) {
            JsonNode result = call(client, "say", "{\"text\":\"-v\"}");
            assertThat(result.path("isError").asBoolean()).isTrue();
            assertThat(text(result)).contains("may not begin with '-'");
            assertThat(runtime.started).isEmpty();
        }
    }

    @Test
    void standardInputIsAtItsEnd() throws Exception {
        try (TestClient client = client()) {
            assertThat(text(call(client, "sh", script("cat; echo done")))).isEqualTo("done");
        }
    }

    @Test
    void largeOutputIsCutAndEndlessOutputEnded() throws Exception {
        try (TestClient client = client()) {
            JsonNode large = call(client, "sh", script("head -c 3000000 /dev/zero | tr '\\0' x"));
            assertThat(large.has("isError")).isFalse();
            assertThat(text(large))
                    .hasSizeBetween(1 << 20, (1 << 20) + 50)
                    .endsWith("x\n[" + (3_000_000 - (1 << 20)) + " more bytes are left out]");
            JsonNode endless = call(client, "sh", script("exec tr '\\0' x </dev/zero"));
            assertThat(endless.path("isError").asBoolean()).isTrue();
            assertThat(text(endless)).contains("wrote more than 268435456 bytes and was ended");
            awaitEndOf(1);
        }
    }

    @Test
    void aCancelledCallEndsItsContainer() throws Exception {
        try (TestClient client = client()) {
            TestClient.Reply reply = client.send("{\"jsonrpc\":\"2.0\",\"id\":\"long\",\"method\":\"tools/call\","
                    + "\"params\":" + params("sh", script("exec sleep 600")) + "}");
            await().until(() -> runtime.started.size() == 1);
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                    + "\"params\":{\"requestId\":\"long\"}}");
            awaitEndOf(0);
            assertThat(reply.response).isNotDone();
        }
    }

    @Test
    void aCallThatTakesTooLongEndsItsContainer() throws Exception {
        McpGateway.Builder builder = McpGateway.builder()
                .options(io.mcpgateway.settings.GatewayOptions.builder()
                        .limits(limits -> limits.call(Duration.ofMillis(500)))
                        .build());
        try (TestClient client = client(builder)) {
            JsonNode answer = client.request("tools/call", params("sh", script("exec sleep 600")));
            assertThat(answer.at("/error/message").asText()).contains("did not answer tools/call in time");
            awaitEndOf(0);
        }
    }

    @Test
    void theEndOfTheGatewayEndsWhatRuns() throws Exception {
        TestClient client = client();
        client.post("tools/call", params("sh", script("exec sleep 600")));
        await().until(() -> runtime.started.size() == 1);
        gateway.close();
        awaitEndOf(0);
    }

    @Test
    void progressIsToldToWhoAsksForIt() throws Exception {
        try (TestClient client = client()) {
            TestClient.Reply reply = client.post(
                    "tools/call",
                    "{\"name\":\"sh\",\"arguments\":"
                            + script("sleep 1.2; echo step >&2; sleep 1.2; echo more >&2; echo x")
                            + ",\"_meta\":{\"progressToken\":\"p\"}}");
            assertThat(text(reply.json().path("result"))).isEqualTo("x");
            List<JsonNode> steps = reply.before.stream().map(TestClient::parse).toList();
            assertThat(steps).allSatisfy(step -> {
                assertThat(step.path("method").asText()).isEqualTo("notifications/progress");
                assertThat(step.at("/params/progressToken").asText()).isEqualTo("p");
            });
            assertThat(steps.stream()
                            .map(step -> step.at("/params/progress").asInt() + " "
                                    + step.at("/params/message").asText()))
                    .containsExactly("1 Starting a container", "2 step", "3 more");
        }
    }

    @Test
    void callsRunSideBySide() throws Exception {
        Path meeting = home.resolve("meeting");
        try (TestClient client = client()) {
            // Each waits for the other, so that neither ends unless both run at once.
            TestClient.Reply one = client.post(
                    "tools/call",
                    params("sh", script("mkfifo '" + meeting + "'; echo here >'" + meeting + "'; echo one")));
            TestClient.Reply two = client.post(
                    "tools/call",
                    params("sh", script("until [ -p '" + meeting + "' ]; do sleep 0.01; done; cat '" + meeting + "'")));
            assertThat(text(one.json().path("result"))).isEqualTo("one");
            assertThat(text(two.json().path("result"))).isEqualTo("here");
        }
    }

    @Test
    void policyAndInterceptorsAreOnTheRoad() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Interceptor witness = (exchange, next) -> {
            seen.add(exchange.kind() + " " + exchange.server() + " " + exchange.target());
            return next.handle(exchange);
        };
        Policy policy = question -> CompletableFuture.completedFuture(
                question.action() == Policy.Action.CALL && question.capability().equals("sh")
                        ? Policy.Decision.deny("no shells")
                        : Policy.Decision.ALLOW);
        try (TestClient client =
                client(McpGateway.builder().interceptor(witness).policy(policy))) {
            assertThat(text(call(client, "say", "{\"text\":\"a\"}"))).isEqualTo("a");
            JsonNode denied = client.request("tools/call", params("sh", script("echo b")));
            assertThat(denied.toString()).contains("no shells").doesNotContain("\"b\"");
            assertThat(runtime.started).hasSize(1);
            assertThat(seen).anyMatch(line -> line.contains("box") && line.contains("say"));
        }
    }

    @Test
    void aToolWhosePathWasMissingIsBackAfterTheNextReloadAndClientsAreTold() throws Exception {
        Path data = home.toRealPath().resolve("data");
        Path file = Files.writeString(home.resolve("catalog.yaml"), CATALOG + """
                  - name: read
                    container: {image: sh, command: [cat, /data/x], volumes: ["%s:/data:ro"]}
            """.formatted(data));
        WatchedCatalog catalog = new WatchedCatalog(Catalogs.file(file)::read);
        runtime = new HostProcesses(context);
        gateway = McpGateway.builder()
                .home(home)
                .catalog(catalog)
                .enable("box")
                .runtime(runtime)
                .options(io.mcpgateway.settings.GatewayOptions.builder()
                        .watch(true)
                        .build())
                .build();
        gateway.start();
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(tools(client)).containsExactly("say", "sh", "gone", "broken");
            assertThat(problems()).contains("tool 'read' is left out").contains("does not exist");

            Files.createDirectory(data);
            catalog.changed();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(tools(client)).hasSize(5));
            assertThat(tools(client)).containsExactly("say", "sh", "gone", "broken", "read");
            assertThat(client.unsolicited).anyMatch(message -> message.contains("tools/list_changed"));
            assertThat(problems()).isEmpty();

            client.unsolicited.clear();
            Files.delete(data);
            catalog.changed();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(tools(client)).hasSize(4));
            assertThat(client.unsolicited).anyMatch(message -> message.contains("tools/list_changed"));
        }
    }

    private String problems() {
        return gateway.status().stream()
                .flatMap(status -> status.problems().stream())
                .map(io.mcpgateway.model.Problem::message)
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    private static List<String> tools(TestClient client) {
        List<String> names = new ArrayList<>();
        client.request("tools/list", "{}")
                .at("/result/tools")
                .forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    private void awaitEndOf(int index) {
        await("the program has ended")
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        runtime.started.get(index).exit().toCompletableFuture().isDone());
    }
}
