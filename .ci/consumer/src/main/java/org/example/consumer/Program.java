package org.example.consumer;

import io.mcpgateway.JavaServers;
import io.mcpgateway.McpGateway;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.sdk.McpSdk;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.nio.file.Path;
import java.util.Map;

/** Calls a tool of its own through a gateway of its own, with the official client. */
public final class Program {
    private Program() {}

    /** Prints what the tools answered and whether this runs as a module. The one argument is an empty directory. */
    public static void main(String[] arguments) {
        JavaTool greet = JavaTool.of(
                "greet",
                "Greets somebody",
                "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}",
                call -> ToolResult.text("Hello " + call.string("name")));
        try (McpGateway gateway = McpGateway.builder()
                .home(Path.of(arguments[0]))
                .server("greeter", JavaServers.tools("greeter", "1", greet))
                .build()) {
            gateway.start();
            try (McpSyncClient client = McpSdk.connect(gateway)) {
                TextContent answer = (TextContent) client.callTool(CallToolRequest.builder("greet")
                                .arguments(Map.of("name", "World"))
                                .build())
                        .content()
                        .get(0);
                System.out.println(answer.text());
            }
        }
        Module module = Program.class.getModule();
        System.out.println(module.isNamed() ? "module " + module.getName() : "class path");
    }
}
