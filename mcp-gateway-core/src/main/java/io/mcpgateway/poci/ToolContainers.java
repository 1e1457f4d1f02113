package io.mcpgateway.poci;

import io.mcpgateway.jvm.ToolServer;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.threads.Threads;
import io.mcpgateway.upstream.Connector;
import java.util.concurrent.ExecutorService;

/**
 * Makes servers of tools that are containers. Nothing is started, pulled or looked for before a tool is called. Thread-safe.
 */
public final class ToolContainers {
    private final Workshop workshop;
    private final String version;

    /**
     * Servers whose containers the connector has a runtime for; the parts are owned by the caller.
     *
     * @param connector starts all other workloads, so that those of tools take their turn among them
     * @param version of the gateway, which answers for the tools
     */
    public ToolContainers(GatewayOptions options, Connector connector, EventSink events, String version) {
        this.workshop = new Workshop(options, connector, events);
        this.version = version;
    }

    /** A server with these tools. Closing it ends the calls that are running. */
    public JavaServer server(String name, LaunchPlan.Tools plan) {
        ExecutorService executor = Threads.blocking("mcp-tools-" + name);
        return ToolServer.builder(name, version, executor)
                .tools(plan.tools().stream()
                        .map(tool -> new CalledContainer(tool, workshop))
                        .toList())
                .onClose(executor::shutdownNow)
                .build();
    }
}
