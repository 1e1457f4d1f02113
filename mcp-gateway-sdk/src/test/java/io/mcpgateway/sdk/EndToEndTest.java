package io.mcpgateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.McpGateway;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's client, the gateway, the SDK's server: all in memory, nothing faked. */
@Timeout(120)
class EndToEndTest {
    @TempDir
    private Path home;

    private static Tool tool(String name) {
        return Tool.builder(name, Map.of("type", "object")).build();
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static String textOf(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static CallToolRequest call(String name, Map<String, Object> arguments) {
        return CallToolRequest.builder(name).arguments(arguments).build();
    }

    private static JavaServer echo(AtomicReference<McpSyncServer> built) {
        return McpSdk.server(provider -> {
            built.set(McpSdk.sync(provider)
                    .serverInfo("echo", "1.0")
                    .capabilities(McpSchema.ServerCapabilities.builder()
                            .tools(true)
                            .resources(false, false)
                            .prompts(false)
                            .build())
                    .toolCall(
                            tool("echo"),
                            (exchange, call) ->
                                    text(String.valueOf(call.arguments().get("text"))))
                    .toolCall(tool("progress"), (exchange, call) -> {
                        Object token = call.meta().get("progressToken");
                        for (int i = 1; i <= 3; i++) {
                            exchange.progressNotification(McpSchema.ProgressNotification.builder(token, i)
                                    .build());
                        }
                        return text("done");
                    })
                    .resources(new McpServerFeatures.SyncResourceSpecification(
                            McpSchema.Resource.builder("test://one", "one").build(),
                            (exchange, request) -> McpSchema.ReadResourceResult.builder(
                                            List.of(McpSchema.TextResourceContents.builder("test://one", "content")
                                                    .build()))
                                    .build()))
                    .build());
            return built.get();
        });
    }

    private McpGateway gateway(Map<String, JavaServer> servers) {
        McpGateway.Builder builder = McpGateway.builder().home(home);
        servers.forEach(builder::server);
        McpGateway gateway = builder.build();
        gateway.start();
        return gateway;
    }

    @Test
    void listsCallsReadsAndHearsProgress() {
        List<Double> progress = new CopyOnWriteArrayList<>();
        try (McpGateway gateway = gateway(Map.of("echo", echo(new AtomicReference<>())))) {
            McpSyncClient client = McpSdk.client(gateway)
                    .progressConsumer(notification -> progress.add(notification.progress()))
                    .build();
            assertThat(client.listTools().tools()).extracting(Tool::name).containsExactlyInAnyOrder("echo", "progress");
            assertThat(textOf(client.callTool(call("echo", Map.of("text", "two\nlines")))))
                    .isEqualTo("two\nlines");
            assertThat(client.listResources().resources())
                    .extracting(McpSchema.Resource::uri)
                    .containsExactly("test://one");
            assertThat(client.readResource(McpSchema.ReadResourceRequest.builder("test://one")
                                    .build())
                            .contents())
                    .hasSize(1);
            assertThat(textOf(client.callTool(CallToolRequest.builder("progress")
                            .progressToken("p")
                            .build())))
                    .isEqualTo("done");
            await().untilAsserted(() -> assertThat(progress).containsExactlyInAnyOrder(1.0, 2.0, 3.0));
            assertThatThrownBy(() -> client.callTool(call("nobody", Map.of()))).isInstanceOf(McpError.class);
            client.close();
        }
    }

    @Test
    void sixteenCallersGetTheirOwnAnswers() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (McpGateway gateway = gateway(Map.of("echo", echo(new AtomicReference<>())));
                McpSyncClient client = McpSdk.connect(gateway)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                String name = "caller " + caller + " call ";
                done.add(callers.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 200; i++) {
                        right += textOf(client.callTool(call("echo", Map.of("text", name + i))))
                                        .equals(name + i)
                                ? 1
                                : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> caller : done) {
                assertThat(caller.get(100, TimeUnit.SECONDS)).isEqualTo(200);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aToolThatIsAddedLaterIsAnnouncedAndCallable() {
        AtomicReference<McpSyncServer> server = new AtomicReference<>();
        AtomicReference<List<Tool>> announced = new AtomicReference<>(List.of());
        try (McpGateway gateway = gateway(Map.of("echo", echo(server)))) {
            McpSyncClient client =
                    McpSdk.client(gateway).toolsChangeConsumer(announced::set).build();
            client.listTools();
            client.callTool(call("echo", Map.of("text", "warm")));
            server.get()
                    .addTool(McpServerFeatures.SyncToolSpecification.builder()
                            .tool(tool("later"))
                            .callHandler((exchange, call) -> text("here"))
                            .build());
            await().untilAsserted(() ->
                    assertThat(announced.get()).extracting(Tool::name).contains("later"));
            assertThat(textOf(client.callTool(call("later", Map.of())))).isEqualTo("here");
            client.close();
        }
    }

    @Test
    void anAsynchronousClientAndServerMeetToo() {
        JavaServer server = McpSdk.asyncServer(provider -> McpSdk.async(provider)
                .serverInfo("async", "1.0")
                .toolCall(tool("ask"), (exchange, call) -> reactor.core.publisher.Mono.just(text("answer")))
                .build());
        try (McpGateway gateway = gateway(Map.of("async", server))) {
            McpAsyncClient client = McpSdk.asyncClient(gateway).build();
            assertThat(textOf(client.callTool(call("ask", Map.of())).block())).isEqualTo("answer");
            client.close();
        }
    }

    @Test
    void closingTheClientCancelsItsCallsInTheServer() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        JavaServer server = McpSdk.server(provider -> McpSdk.sync(provider)
                .toolCall(tool("wait"), (exchange, call) -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    return text("too late");
                })
                .build());
        try (McpGateway gateway = gateway(Map.of("wait", server))) {
            McpAsyncClient client = McpSdk.asyncClient(gateway).build();
            client.callTool(call("wait", Map.of())).subscribe(ignored -> {}, expected -> {});
            await().until(() -> started.getCount() == 0);
            client.close();
            await().untilTrue(interrupted);
        }
    }

    @Test
    void closingTheGatewayClosesTheServerAndRefusesClients() {
        AtomicReference<McpSyncServer> built = new AtomicReference<>();
        JavaServer server = echo(built);
        McpGateway gateway = gateway(Map.of("echo", server));
        McpSyncClient client = McpSdk.connect(gateway);
        client.listTools();
        gateway.close();
        assertThatThrownBy(() -> McpSdk.connect(gateway)).isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> new RawGateway(server)).isInstanceOf(GatewayException.class);
        client.close();
    }
}
