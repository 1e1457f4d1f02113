package io.mcpgateway.docker;

import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.ProviderContext;
import java.util.Set;

/** Provides {@link DockerContainerRuntime} under the name {@code docker}. */
public final class DockerContainerRuntimeProvider implements ContainerRuntimeProvider {
    /** Does nothing. */
    public DockerContainerRuntimeProvider() {}

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    /** Never fails because no engine is there: that is told by the first call that needs one. */
    @Override
    public ContainerRuntime create(ProviderContext context) {
        return DockerContainerRuntime.create(context);
    }
}
