package io.mcpgateway.examples.embed;

import io.mcpgateway.JavaServers;
import io.mcpgateway.McpGateway;
import io.mcpgateway.http.HttpTransports;
import io.mcpgateway.http.StreamableHttpTransport;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.sdk.McpSdk;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Builds a gateway with two servers of this program, calls their tools through it, and serves it on request. */
public final class EmbeddedGateway {
    private EmbeddedGateway() {}

    /**
     * Runs the example.
     *
     * @param arguments nothing, or {@code --serve PORT} to go on serving over HTTP until standard input ends
     */
    public static void main(String[] arguments) throws IOException {
        try (McpGateway gateway = create()) {
            gateway.start();
            demonstrate(gateway, System.out);
            if (arguments.length == 2 && arguments[0].equals("--serve")) {
                serve(gateway, Integer.parseInt(arguments[1]), System.out);
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    // region gateway
    static McpGateway create() {
        return McpGateway.builder()
                .server("calculator", calculator())
                .server("orders", orders())
                .build();
    }
    // endregion

    // region java-tool
    static JavaServer calculator() {
        JavaTool add = JavaTool.of(
                "add",
                "Adds two whole numbers",
                """
                {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]}""",
                call -> ToolResult.text("" + (call.integer("a") + call.integer("b"))));
        return JavaServers.tools("calculator", "1.0", add);
    }
    // endregion

    // region sdk-server
    static JavaServer orders() {
        Map<String, Object> schema = Map.of(
                "type", "object",
                "properties", Map.of("id", Map.of("type", "integer")),
                "required", List.of("id"));
        Tool find = Tool.builder("find_order", schema)
                .description("Finds an order by its number")
                .build();
        return McpSdk.server(provider -> McpSdk.sync(provider)
                .serverInfo("orders", "1.0")
                .toolCall(
                        find,
                        (exchange, call) -> CallToolResult.builder()
                                .addTextContent("order " + call.arguments().get("id") + ": 3 teapots, shipped")
                                .build())
                .build());
    }
    // endregion

    // region client
    static void demonstrate(McpGateway gateway, PrintStream out) {
        try (McpSyncClient client = McpSdk.connect(gateway)) {
            client.listTools().tools().forEach(tool -> out.println("tool " + tool.name()));
            out.println("2 + 3 = " + call(client, "add", Map.of("a", 2, "b", 3)));
            out.println(call(client, "find_order", Map.of("id", 42)));
        }
    }

    private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        return ((TextContent) result.content().get(0)).text();
    }
    // endregion

    // region serve
    static void serve(McpGateway gateway, int port, PrintStream out) {
        StreamableHttpTransport transport = HttpTransports.streamable(port);
        gateway.serve(transport);
        out.println("serving at " + transport.uri());
        transport.token().ifPresent(token -> out.println("Authorization: Bearer " + token.reveal()));
    }
    // endregion
}
