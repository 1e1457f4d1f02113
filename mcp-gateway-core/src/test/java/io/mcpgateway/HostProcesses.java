package io.mcpgateway;

import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.process.ProcessRuntimeProvider;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ProviderContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs containers as processes of this machine: real programs, real exits, no engine. The image is not looked at. */
final class HostProcesses implements ContainerRuntime {
    final List<Workload> started = new CopyOnWriteArrayList<>();
    final List<String> prepared = new CopyOnWriteArrayList<>();
    private final ContainerRuntime processes;

    HostProcesses(ProviderContext context) {
        this.processes = new ProcessRuntimeProvider().create(context);
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        if (reference.equals("missing")) {
            throw new io.mcpgateway.model.GatewayException(
                    io.mcpgateway.model.ErrorCode.SERVER_UNAVAILABLE, "Cannot pull image 'missing'");
        }
        prepared.add(reference);
        return new ImageFacts(reference, "sha256:0", Map.of());
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        Workload workload = processes.start(
                WorkloadSpec.process(spec.server(), spec.arguments())
                        .environment(spec.environment())
                        .labels(spec.labels())
                        .build(),
                listener);
        started.add(workload);
        return workload;
    }

    @Override
    public SweepReport sweep() {
        return new SweepReport(0, 0);
    }

    @Override
    public void close() {
        processes.close();
    }
}
