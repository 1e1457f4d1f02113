package io.mcpgateway.process;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Runs workloads as child processes of this JVM, as the same user, unconfined. What needs enforcing is refused: mounts,
 * users, capabilities, extra hosts, restricted networks. Limits of processor, memory and process count are part of every
 * description; they are not enforced either, which is told once as an event.
 */
final class ProcessRuntime implements ContainerRuntime {
    private final ProviderContext context;
    private final String path;
    private final ChildProcesses children;
    private final AtomicBoolean toldOfLimits = new AtomicBoolean();

    ProcessRuntime(ProviderContext context) {
        this.context = context;
        this.path = ChildProcesses.hostPath(context);
        this.children = new ChildProcesses(context);
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
        tellOfLimits(spec);
        return children.start(
                new ChildProcesses.Child(
                        spec.server(), 0, marks -> Launch.start(spec, marks, path), UnaryOperator.identity()),
                listener);
    }

    private void tellOfLimits(WorkloadSpec spec) {
        if (toldOfLimits.compareAndSet(false, true)) {
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "Servers run as plain processes: limits of processor, memory and process count are not enforced",
                            Map.of("server", spec.server()));
        }
    }

    @Override
    public SweepReport sweep() {
        return children.sweep();
    }

    @Override
    public void close() {
        children.close();
    }
}
