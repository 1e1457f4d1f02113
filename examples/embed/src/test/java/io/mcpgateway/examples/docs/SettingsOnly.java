package io.mcpgateway.examples.docs;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** A context for providers that look at their settings only. */
record SettingsOnly(Map<String, String> settings) implements ProviderContext {
    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Executor executor() {
        throw new UnsupportedOperationException("settings only");
    }

    @Override
    public ScheduledExecutorService scheduler() {
        throw new UnsupportedOperationException("settings only");
    }

    @Override
    public Path home() {
        throw new UnsupportedOperationException("settings only");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public WorkloadOwner owner() {
        throw new UnsupportedOperationException("settings only");
    }

    @Override
    public WorkloadOwner.ProcessProbe processProbe() {
        throw new UnsupportedOperationException("settings only");
    }

    @Override
    public EventSink events() {
        return (level, message, facts) -> {};
    }
}
