package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What a gateway would lend to a process runtime; remembers events. */
final class TestContext implements ProviderContext {
    final List<String> events = new CopyOnWriteArrayList<>();
    private final WorkloadOwner owner;

    TestContext() {
        this(HostFacts.here().newOwner());
    }

    TestContext(WorkloadOwner owner) {
        this.owner = owner;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Executor executor() {
        throw new UnsupportedOperationException("a process runtime needs none");
    }

    @Override
    public ScheduledExecutorService scheduler() {
        throw new UnsupportedOperationException("a process runtime needs none");
    }

    @Override
    public Path home() {
        return Path.of("/nonexistent");
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public WorkloadOwner owner() {
        return owner;
    }

    @Override
    public WorkloadOwner.ProcessProbe processProbe() {
        return HostFacts.here().probe();
    }

    @Override
    public EventSink events() {
        return (level, message, facts) -> events.add(level + " " + message + " " + facts);
    }
}
