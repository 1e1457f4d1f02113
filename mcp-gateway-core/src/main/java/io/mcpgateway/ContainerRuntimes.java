package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** The runtime that a gateway would run containers with, for those who have a question and no gateway. */
public final class ContainerRuntimes {
    private ContainerRuntimes() {}

    /**
     * Creates the runtime, asks, and closes it. Nothing is swept.
     *
     * @param home the gateway's home directory
     * @param environment where the runtime finds its engine
     * @param events takes what the operator should know
     * @param question may block
     * @throws io.mcpgateway.model.GatewayException if no runtime for images is there, or the question fails
     */
    public static <T> T ask(
            Path home, Map<String, String> environment, EventSink events, Function<ContainerRuntime, T> question) {
        requireNonNull(question, "question");
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "mcp-gateway-question");
            thread.setDaemon(true);
            return thread;
        });
        EngineContext context = new EngineContext(
                Clock.systemUTC(),
                threads,
                threads,
                home,
                Map.of(),
                Map.copyOf(environment),
                HostFacts.here().newOwner(),
                HostFacts.here().probe(),
                events);
        try (ContainerRuntime runtime = RuntimeSet.provider(WorkloadKind.IMAGE).create(context)) {
            return question.apply(runtime);
        } finally {
            threads.shutdownNow();
        }
    }
}
