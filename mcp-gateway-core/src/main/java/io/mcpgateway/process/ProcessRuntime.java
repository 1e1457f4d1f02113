package io.mcpgateway.process;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs workloads as child processes of this JVM, as the same user, unconfined. What needs enforcing is refused: mounts,
 * users, capabilities, extra hosts, restricted networks. Limits of processor, memory and process count are part of every
 * description; they are not enforced either, which is told once as an event.
 */
final class ProcessRuntime implements ContainerRuntime {
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final ProviderContext context;
    private final String path;
    private final Set<ProcessWorkload> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean toldOfLimits = new AtomicBoolean();
    private final Object lock = new Object();
    private @Nullable Watchdog watchdog; // guarded by lock
    private boolean closed; // guarded by lock

    ProcessRuntime(ProviderContext context) {
        this.context = context;
        String hostPath = context.environment().getOrDefault("PATH", "");
        this.path = hostPath.isEmpty() ? Launch.DEFAULT_PATH : hostPath;
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.PROCESS);
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        throw new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "Cannot fetch image '" + reference + "': the process runtime runs no images; a container engine does");
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        Launch.check(spec);
        ensureWatched();
        tellOfLimits(spec);
        String id = HostFacts.randomId();
        Process process = Launch.start(spec, Marks.of(context.owner(), id), path);
        ProcessWorkload workload = new ProcessWorkload(spec.server(), id, process, listener, context.events());
        running.add(workload);
        workload.begin(running::remove);
        // Either close() sees the new one among the running, or we see here that it has been called.
        if (isClosed()) {
            workload.close();
            throw closedError();
        }
        return workload;
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** The lock is held while the watchdog starts, some milliseconds: no workload may come before it. */
    private void ensureWatched() {
        synchronized (lock) {
            if (closed) {
                throw closedError();
            }
            if (watchdog != null && watchdog.isAlive()) {
                return;
            }
            if (watchdog != null) {
                event("The watchdog has ended, though nobody here ended it; another one is started", Map.of());
            }
            if (!ProcessTable.isReadable()) {
                event("This system shows no /proc; servers may outlive a gateway that is killed", Map.of());
                return;
            }
            // A client may have started us with a poor PATH, or one without the system's own programs.
            watchdog = Watchdog.start(context.owner().id(), Launch.DEFAULT_PATH + ":" + path);
        }
    }

    private void tellOfLimits(WorkloadSpec spec) {
        if (toldOfLimits.compareAndSet(false, true)) {
            event(
                    "Servers run as plain processes: limits of processor, memory and process count are not enforced",
                    Map.of("server", spec.server()));
        }
    }

    private void event(String message, Map<String, String> facts) {
        context.events().event(EventSink.Level.WARN, message, facts);
    }

    private static GatewayException closedError() {
        return new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "The process runtime is closed");
    }

    @Override
    public SweepReport sweep() {
        return Sweep.run(context.owner(), context.processProbe());
    }

    @Override
    public void close() {
        Watchdog last;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            last = watchdog;
        }
        endAll();
        if (last != null) {
            last.close();
        }
    }

    /** All at once: one that does not listen must not hold up the others. */
    private void endAll() {
        List<Thread> threads = new ArrayList<>();
        for (ProcessWorkload workload : running) {
            Thread thread = new Thread(() -> workload.end(CLOSE_GRACE), "mcp-process-stop-" + workload.id());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The watchdog ends whatever is left.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
