package io.mcpgateway.process;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The child processes of one runtime: each is marked, watched by a process that outlives this JVM, and ended as a tree.
 * Thread-safe; owns the watchdog and the processes.
 */
public final class ChildProcesses implements AutoCloseable {
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final ProviderContext context;
    private final String path;
    private final Set<ProcessWorkload> running = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private @Nullable Watchdog watchdog; // guarded by lock
    private boolean closed; // guarded by lock

    /** None yet. */
    public ChildProcesses(ProviderContext context) {
        this.context = requireNonNull(context, "context");
        this.path = hostPath(context);
    }

    /** Where the programs of this machine are, by the gateway's environment. */
    public static String hostPath(ProviderContext context) {
        String path = context.environment().getOrDefault("PATH", "");
        return path.isEmpty() ? Launch.DEFAULT_PATH : path;
    }

    /** Starts a process. */
    @FunctionalInterface
    public interface Launcher {
        /**
         * Starts it.
         *
         * @param marks variables that must be in its environment, and in that of its children
         * @throws GatewayException if it cannot be started
         */
        Process launch(Map<String, String> marks);
    }

    /**
     * What is started.
     *
     * @param server the server it is for
     * @param guards how many generations, from the first process on, only hold the others and end with them: they are not
     *     asked to end, and killed when they are left
     * @param launcher starts it
     * @param ended told how it ended before the listener is; may know more
     */
    public record Child(String server, int guards, Launcher launcher, UnaryOperator<WorkloadExit> ended) {}

    /**
     * Starts one.
     *
     * @throws GatewayException if it cannot be started, or these are closed
     */
    public Workload start(Child child, WorkloadListener listener) {
        ensureWatched();
        String id = HostFacts.randomId();
        Process process = child.launcher().launch(Marks.of(context.owner(), id));
        ProcessWorkload workload = new ProcessWorkload(child, id, process, listener, context.events());
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
                warn("The watchdog has ended, though nobody here ended it; another one is started");
            }
            if (!ProcessTable.isReadable()) {
                warn("This system shows no /proc; servers may outlive a gateway that is killed");
                return;
            }
            // A client may have started us with a poor PATH, or one without the system's own programs.
            watchdog = Watchdog.start(context.owner().id(), Launch.DEFAULT_PATH + ":" + path);
        }
    }

    private void warn(String message) {
        context.events().event(EventSink.Level.WARN, message, Map.of());
    }

    private static GatewayException closedError() {
        return new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "The process runtime is closed");
    }

    /** Ends marked processes of gateways that are known to be dead. */
    public SweepReport sweep() {
        return Sweep.run(context.owner(), context.processProbe());
    }

    /** Ends all of them, and starts no more. */
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
