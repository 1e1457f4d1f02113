package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.ProviderContext;
import java.util.Set;

/** Makes the runtime {@code process}. */
public final class ProcessRuntimeProvider implements ContainerRuntimeProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ProcessRuntimeProvider() {}

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.PROCESS);
    }

    @Override
    public ContainerRuntime create(ProviderContext context) {
        return new ProcessRuntime(context);
    }
}
