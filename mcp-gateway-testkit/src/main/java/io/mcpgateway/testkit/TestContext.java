package io.mcpgateway.testkit;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * A provider context for tests, with threads of its own that {@link #close()} ends. Thread-safe once it is set up; the
 * {@code with…} methods are for the test's thread before the component is created.
 */
public final class TestContext implements ProviderContext, AutoCloseable {
    private final Path home;
    private final ExecutorService executor = Executors.newCachedThreadPool(daemons("test-context"));
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(daemons("test-context-scheduler"));
    private final List<String> events = new CopyOnWriteArrayList<>();
    private Map<String, String> settings = Map.of();
    private Map<String, String> environment = System.getenv();
    private WorkloadOwner owner = thisProcess();
    private WorkloadOwner.ProcessProbe probe = (pid, startTime) -> true;

    private TestContext(Path home) {
        this.home = home;
    }

    /** A context with the environment of this process, an owner that is this process, and a probe that says alive. */
    public static TestContext create(Path home) {
        return new TestContext(home);
    }

    /** An owner with a random id that looks like this process on an invented machine. */
    public static WorkloadOwner thisProcess() {
        return new WorkloadOwner(
                UUID.randomUUID().toString(),
                "test-machine",
                "test-boot",
                "test-namespace",
                ProcessHandle.current().pid(),
                "1");
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Replaces {@link #settings()}. */
    public TestContext withSettings(Map<String, String> value) {
        this.settings = Map.copyOf(value);
        return this;
    }

    /** Replaces {@link #environment()}. */
    public TestContext withEnvironment(Map<String, String> value) {
        this.environment = Map.copyOf(value);
        return this;
    }

    /** Replaces {@link #owner()}. */
    public TestContext withOwner(WorkloadOwner value) {
        this.owner = value;
        return this;
    }

    /** Replaces {@link #processProbe()}. */
    public TestContext withProbe(WorkloadOwner.ProcessProbe value) {
        this.probe = value;
        return this;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public WorkloadOwner owner() {
        return owner;
    }

    @Override
    public WorkloadOwner.ProcessProbe processProbe() {
        return probe;
    }

    @Override
    public EventSink events() {
        return (level, message, facts) -> events.add(level + " " + message + " " + facts);
    }

    /** What was reported so far, one line each: level, message, facts. */
    public List<String> reported() {
        return new ArrayList<>(events);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        executor.shutdownNow();
        scheduler.shutdownNow();
    }
}
