package io.mcpgateway.upstream;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
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

    /**
     * What is to be started: a package becomes a container or a sandbox, fetched if need be. Blocks.
     *
     * @throws GatewayException if it can run nowhere, or cannot be fetched
     */
    default WorkloadSpec ready(WorkloadSpec spec) {
        return spec;
    }

    /** What {@link #ready} made of it did not come up: nothing that is known of it is relied on the next time. */
    default void forget(WorkloadSpec spec) {}
}
