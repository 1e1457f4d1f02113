package io.mcpgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.Catalogs;
import io.mcpgateway.JavaServers;
import io.mcpgateway.McpGateway;
import io.mcpgateway.SecretStores;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.GatewayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose server is another gateway: transport, link, guard and engine together, none of them played. */
class GatewaysInARowTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    void callsTravelThroughBoth() throws Exception {
        JavaTool shout =
                JavaTool.of("shout", "Says hello", "{\"type\":\"object\"}", arguments -> ToolResult.text("HELLO"));
        StreamableHttpTransport between = HttpTransports.streamable(0);
        try (McpGateway far = McpGateway.builder()
                        .home(Files.createDirectory(home.resolve("far")))
                        .server("voice", JavaServers.tools("voice", "1", shout))
                        .build();
                McpGateway near = near(far, between)) {
            near.start();
            assertThat(near.awaitListings(SOON)).isTrue();
            assertThat(result(near, "tools/list", "{}")).contains("\"shout\"");

            List<CompletableFuture<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(near.request("tools/call", JsonText.of("{\"name\":\"shout\",\"arguments\":{}}"))
                        .toCompletableFuture());
            }
            for (CompletableFuture<Outcome> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS).toString()).contains("HELLO");
            }

            between.close();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    near.request("tools/call", JsonText.of("{\"name\":\"shout\",\"arguments\":{}}"))
                                            .toCompletableFuture()
                                            .get(30, TimeUnit.SECONDS))
                            .isInstanceOfSatisfying(
                                    Outcome.Failure.class,
                                    failure -> assertThat(failure.message())
                                            .contains("far")
                                            .doesNotContain(between.token()
                                                    .orElseThrow()
                                                    .reveal())));
        }
    }

    private McpGateway near(McpGateway far, StreamableHttpTransport between) throws IOException {
        far.start();
        far.serve(between);
        Path catalog = home.resolve("catalog.yaml");
        Files.writeString(catalog, """
                registry:
                  far:
                    title: Far
                    description: Another gateway
                    type: remote
                    remote:
                      url: %s
                      transport_type: streamable-http
                      headers:
                        Authorization: "Bearer ${TOKEN}"
                    secrets:
                      - name: far.token
                        env: TOKEN
                """.formatted(between.uri()));
        String token = between.token().orElseThrow().reveal();
        Path secrets = home.resolve("secrets.env");
        Files.writeString(secrets, "far.token=" + token + "\n");
        return McpGateway.builder()
                .home(Files.createDirectory(home.resolve("near")))
                .environment(Map.of())
                .catalog(Catalogs.file(catalog))
                .secrets(SecretStores.envFile(secrets))
                .options(GatewayOptions.builder()
                        .allowRemote(Set.of("127.0.0.1"))
                        .build())
                .enable("far")
                .build();
    }

    private static String result(McpGateway gateway, String method, String params) throws Exception {
        return gateway.request(method, JsonText.of(params))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .toString();
    }
}
