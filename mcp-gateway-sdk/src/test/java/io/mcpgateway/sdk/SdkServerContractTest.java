package io.mcpgateway.sdk;

import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.testkit.JavaServerContract;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Servers written with the SDK, synchronous and asynchronous, do what every server in the JVM must do. */
class SdkServerContractTest {
    private static final Tool GREET =
            Tool.builder("greet", Map.of("type", "object")).build();

    static class SynchronousTest implements JavaServerContract {
        @Override
        public JavaServer server(Path home) {
            return McpSdk.server(provider -> McpSdk.sync(provider)
                    .serverInfo("greeter", "1.0")
                    .toolCall(
                            GREET,
                            (exchange, call) -> CallToolResult.builder()
                                    .addTextContent("hello")
                                    .build())
                    .build());
        }
    }

    static class AsynchronousTest implements JavaServerContract {
        @Override
        public JavaServer server(Path home) {
            return McpSdk.asyncServer(provider -> McpSdk.async(provider)
                    .serverInfo("greeter", "1.0")
                    .toolCall(
                            GREET,
                            (exchange, call) -> Mono.just(CallToolResult.builder()
                                    .addTextContent("hello")
                                    .build()))
                    .build());
        }
    }
}
