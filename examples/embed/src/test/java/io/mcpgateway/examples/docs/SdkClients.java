package io.mcpgateway.examples.docs;

import io.mcpgateway.McpGateway;
import io.mcpgateway.sdk.McpSdk;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The official SDK on both sides. */
final class SdkClients {
    private SdkClients() {}

    static McpSyncClient answering(McpGateway gateway) {
        // region sdk-client
        McpSyncClient client = McpSdk.client(gateway)
                .capabilities(
                        McpSchema.ClientCapabilities.builder().elicitation().build())
                .elicitation(question -> McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.DECLINE)
                        .build())
                .loggingConsumer(message -> System.err.println(message.data()))
                .build();
        // endregion
        return client;
    }

    static JavaServer weather() {
        // region sdk-async-server
        Tool forecast = Tool.builder("forecast", Map.of("type", "object")).build();
        JavaServer weather = McpSdk.asyncServer(provider -> McpSdk.async(provider)
                .serverInfo("weather", "1.0")
                .toolCall(
                        forecast,
                        (exchange, call) -> Mono.just(
                                CallToolResult.builder().addTextContent("sunny").build()))
                .build());
        // endregion
        return weather;
    }
}
