package io.mcpgateway;

import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolServer;
import io.mcpgateway.spi.JavaServer;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes servers that run in this JVM, to be registered with {@link McpGateway.Builder#server}. */
public final class JavaServers {
    private static final int MOST_THREADS = 64;
    private static final int MOST_WAITING = 1024;

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
        ThreadPoolExecutor executor = executor("mcp-java-" + name);
        return ToolServer.builder(name, version, executor)
                .tools(List.of(tools))
                .onClose(executor::shutdownNow)
                .build();
    }

    private static ThreadPoolExecutor executor(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
