package io.mcpgateway;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What a gateway lends to its parts. */
record EngineContext(
        Clock clock,
        Executor executor,
        ScheduledExecutorService scheduler,
        Path home,
        Map<String, String> settings,
        Map<String, String> environment,
        WorkloadOwner owner,
        WorkloadOwner.ProcessProbe processProbe,
        EventSink events)
        implements ProviderContext {
    /** The same for a component with these settings. */
    EngineContext with(Map<String, String> others) {
        return new EngineContext(
                clock, executor, scheduler, home, Map.copyOf(others), environment, owner, processProbe, events);
    }
}
