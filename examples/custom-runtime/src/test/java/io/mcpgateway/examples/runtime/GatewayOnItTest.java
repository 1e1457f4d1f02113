package io.mcpgateway.examples.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.ServerStatus;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The README's promise: a dependency alone makes the gateway run its servers with this runtime. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the example needs the program setsid")
class GatewayOnItTest {
    /** A whole MCP server, as small as a shell makes it. */
    private static final String SERVER = """
            #!/bin/sh
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
              case $line in
                *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"tools/list"'*) result='{"tools":[{"name":"pid","inputSchema":{"type":"object"}}]}' ;;
                *'"tools/call"'*) result='{"content":[{"type":"text","text":"'$$'"}]}' ;;
                *) continue ;;
              esac
              printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    @Test
    void aDependencyAloneMakesTheGatewayRunItsServersHere(@TempDir Path home) throws Exception {
        // Given an image of this runtime, and a catalog that names it
        Path image = Files.createDirectories(home.resolve("images/my/server/1"));
        Path run = Files.writeString(image.resolve("run"), SERVER);
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path catalog = Files.writeString(
                home.resolve("catalog.yaml"),
                "registry:\n  mine:\n    description: My own server\n    type: server\n    image: my/server:1\n");

        try (McpGateway gateway = McpGateway.builder()
                .home(home)
                .catalog(Catalogs.file(catalog))
                .enable("mine")
                .build()) {
            gateway.start();
            assertThat(gateway.awaitListings(Duration.ofSeconds(30))).isTrue();
            assertThat(gateway.status())
                    .singleElement()
                    .satisfies(status ->
                            assertThat(status.state()).as(status.toString()).isEqualTo(ServerStatus.State.LISTED));

            // When the tool is called twice
            String first = call(gateway);
            String second = call(gateway);

            // Then each call had a workload of its own, as for containers
            assertThat(first).contains("\"text\":\"").isNotEqualTo(second);
        }
    }

    private static String call(McpGateway gateway) throws Exception {
        Outcome outcome = gateway.request("tools/call", JsonText.of("{\"name\":\"pid\"}"))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(Outcome.Result.class);
        return ((Outcome.Result) outcome).result().toString();
    }
}
