package io.mcpgateway.starter;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What a gateway would lend to a starter server, at a fixed time. */
record StarterContext(Path home, Map<String, String> settings, List<String> reported) implements ProviderContext {
    static final Instant NOW = Instant.parse("2026-07-15T10:30:15.5Z");

    StarterContext(Path home, Map<String, String> settings) {
        this(home, settings, new CopyOnWriteArrayList<>());
    }

    @Override
    public Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Override
    public Executor executor() {
        return task -> {
            Thread thread = new Thread(task, "starter-test");
            thread.setDaemon(true);
            thread.start();
        };
    }

    @Override
    public ScheduledExecutorService scheduler() {
        throw new UnsupportedOperationException("starter servers need none");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public WorkloadOwner owner() {
        throw new UnsupportedOperationException("starter servers need none");
    }

    @Override
    public WorkloadOwner.ProcessProbe processProbe() {
        throw new UnsupportedOperationException("starter servers need none");
    }

    @Override
    public EventSink events() {
        return (level, message, facts) -> reported.add(message);
    }
}
