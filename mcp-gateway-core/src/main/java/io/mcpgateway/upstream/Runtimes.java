package io.mcpgateway.upstream;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.spi.ContainerRuntime;

/** Finds the runtime for a kind of workload. */
@FunctionalInterface
public interface Runtimes {
    /**
     * The runtime.
     *
     * @throws GatewayException if there is none, or it is not to be had
     */
    ContainerRuntime forKind(WorkloadKind kind);
}
