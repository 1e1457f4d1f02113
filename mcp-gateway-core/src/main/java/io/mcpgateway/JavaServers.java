package io.mcpgateway;

import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolServer;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.threads.Threads;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Makes servers that run in this JVM, to be registered with {@link McpGateway.Builder#server}. */
public final class JavaServers {
    private JavaServers() {}

    /**
     * A server with these tools. It runs them on threads of its own, which end when it is closed; the gateway that it is
     * registered with closes it.
     *
     * @param name its name, as clients see it
     * @param version its version
     * @throws IllegalArgumentException if a tool's name or schema is wrong or two tools have one name
     */
    public static JavaServer tools(String name, String version, JavaTool... tools) {
        ExecutorService executor = Threads.blocking("mcp-java-" + name);
        return ToolServer.builder(name, version, executor)
                .tools(List.of(tools))
                .onClose(executor::shutdownNow)
                .build();
    }
}
