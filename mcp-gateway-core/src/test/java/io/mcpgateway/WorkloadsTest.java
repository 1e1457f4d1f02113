package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.workload.LogFeed;
import io.mcpgateway.workload.LogLine;
import io.mcpgateway.workload.ServerFigures;
import io.mcpgateway.workload.WorkloadStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of workloads, and what their hand on them does. */
class WorkloadsTest {
    private static final String CALL = "{\"name\":\"t\"}";

    @TempDir
    Path home;

    private final ScriptedServer server =
            ScriptedServer.withTools(ScriptedServer.tool("t")).result("tools/call", "{\"content\":[]}");
    private McpGateway gateway;

    private void start(Isolation isolation) {
        ServerEntry entry = ServerEntry.builder("s", ServerType.SERVER)
                .image("lines")
                .isolation(isolation)
                .build();
        gateway = McpGateway.builder()
                .home(home)
                .catalog(() -> new CatalogSnapshot("c", "", Map.of("s", entry), List.of()))
                .runtime(new LineRuntime(server))
                .enable("s")
                .build();
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private List<WorkloadStatus> list() {
        return gateway.workloads().list(true);
    }

    private ServerFigures figures() {
        return gateway.workloads().figures().get(0);
    }

    @Test
    void aWorkloadIsShownFromItsStartToItsEnd() {
        start(Isolation.SESSION);
        await().untilAsserted(() -> assertThat(gateway.status().get(0).state()).isEqualTo(ServerStatus.State.LISTED));
        await().untilAsserted(() -> assertThat(list()).isEmpty()); // that of the listing has ended
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(client.request("tools/call", CALL).has("result")).isTrue();
            assertThat(list()).singleElement().satisfies(workload -> {
                assertThat(workload.server()).isEqualTo("s");
                assertThat(workload.id()).isEqualTo("lines");
                assertThat(workload.kind()).isEqualTo(WorkloadStatus.Kind.CONTAINER);
                assertThat(workload.state()).isEqualTo(WorkloadStatus.State.IDLE);
                assertThat(workload.isolation()).isEqualTo(Isolation.SESSION);
                assertThat(workload.calls()).isEqualTo(1);
                assertThat(workload.inFlight()).isZero();
            });
            server.on("tools/call", (request, to) -> {});
            client.post("tools/call", CALL);
            await().untilAsserted(() -> assertThat(list()).singleElement().satisfies(workload -> {
                assertThat(workload.state()).isEqualTo(WorkloadStatus.State.BUSY);
                assertThat(workload.inFlight()).isEqualTo(1);
            }));
        }
        await().untilAsserted(() -> assertThat(list()).isEmpty());
    }

    @Test
    void figuresCountCallsErrorsStartsAndCrashes() {
        start(Isolation.SHARED);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("tools/call", CALL);
            server.receivers.forEach(receiver -> receiver.ended("enough"));
            await().untilAsserted(() -> assertThat(figures().crashes()).isEqualTo(1));
            await().untilAsserted(() ->
                    assertThat(client.request("tools/call", CALL).has("result")).isTrue());
            assertThat(client.request("tools/call", CALL).has("result")).isTrue();
            ServerFigures figures = figures();
            assertThat(figures.server()).isEqualTo("s");
            assertThat(figures.calls() - figures.errors()).isEqualTo(3);
            assertThat(figures.starts()).isGreaterThanOrEqualTo(2);
            assertThat(figures.p50()).isPositive();
            assertThat(figures.waiting()).isZero();
            assertThat(figures.workloads()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsStoppedFinishesWhatIsInFlightAndStartsAgainOnlyWhenItIsRestarted() throws Exception {
        start(Isolation.CALL);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("tools/list", "{}");
            CompletableFuture<Runnable> answering = new CompletableFuture<>();
            server.on(
                    "tools/call",
                    (request, to) -> answering.complete(() -> ScriptedServer.reply(request, to, "{\"content\":[]}")));
            TestClient.Reply inFlight = client.post("tools/call", CALL);
            Runnable answer = answering.get(20, TimeUnit.SECONDS);

            assertThat(gateway.workloads().stop("s")).isEqualTo(1);

            answer.run();
            assertThat(inFlight.text()).contains("\"content\"");
            server.on("tools/call", (request, to) -> ScriptedServer.reply(request, to, "{\"content\":[]}"));
            JsonNode refused = client.request("tools/call", CALL);
            assertThat(refused.at("/error/message").asText()).contains("mcp-gateway restart s");
            assertThat(client.request("tools/list", "{}").at("/result/tools")).hasSize(1);
            await().untilAsserted(() -> assertThat(list()).isEmpty());
            assertThat(figures().stopped()).isTrue();

            gateway.workloads().restart("s");

            assertThat(client.request("tools/call", CALL).has("result")).isTrue();
            assertThat(figures().stopped()).isFalse();
            assertThat(figures().crashes()).isZero();
        }
    }

    @Test
    void aStandbyIsShownAsOne() {
        start(Isolation.CALL);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("tools/call", CALL);
            await().untilAsserted(() -> assertThat(list()).singleElement().satisfies(workload -> {
                assertThat(workload.state()).isEqualTo(WorkloadStatus.State.STANDBY);
                assertThat(workload.calls()).isZero();
            }));
            assertThat(figures().standbys()).isEqualTo(1);
            assertThat(figures().starts()).isEqualTo(3);
        }
    }

    @Test
    void aRestartListsTheServerAnew() {
        start(Isolation.SHARED);
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            assertThat(client.request("tools/list", "{}").at("/result/tools")).hasSize(1);
            server.result(
                    "tools/list", "{\"tools\":[" + ScriptedServer.tool("t") + "," + ScriptedServer.tool("u") + "]}");
            assertThat(gateway.workloads().restart("s")).isEqualTo(1);
            await().untilAsserted(() -> assertThat(client.unsolicited)
                    .anySatisfy(text -> assertThat(text).contains("tools/list_changed")));
            assertThat(client.request("tools/list", "{}").at("/result/tools")).hasSize(2);
        }
    }

    @Test
    void aServerThatIsNotEnabledIsNotFound() {
        start(Isolation.CALL);
        for (Runnable each : List.<Runnable>of(
                () -> gateway.workloads().stop("x"),
                () -> gateway.workloads().restart("x"),
                () -> gateway.workloads().lines("x", 1),
                () -> gateway.workloads().log("x", 1))) {
            assertThatThrownBy(each::run)
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("'x'");
        }
    }

    @Test
    void theLogHoldsWhatWorkloadsWroteThatHaveEnded() throws InterruptedException {
        start(Isolation.CALL);
        try (TestClient client = TestClient.legacy(gateway.gate());
                LogFeed feed = gateway.workloads().log("s", 10)) {
            client.request("tools/list", "{}");
            client.request("tools/call", CALL);
            // The listing's, the call's, and that of the standby for the next one.
            await().untilAsserted(
                            () -> assertThat(gateway.workloads().lines("s", 10)).hasSize(3));
            List<LogLine> lines = gateway.workloads().lines("s", 10);
            assertThat(lines).extracting(LogLine::text).containsOnly("up");
            assertThat(lines).extracting(LogLine::workload).doesNotHaveDuplicates();
            assertThat(feed.next(Duration.ofSeconds(20))).contains(lines.get(0));
            assertThat(feed.next(Duration.ofSeconds(20))).contains(lines.get(1));
        }
    }
}
