package io.mcpgateway.spi;

import io.mcpgateway.model.WorkloadKind;
import java.util.Set;

/** Creates container runtimes. Under {@code auto} the highest priority among those that run a kind is taken for it. */
public interface ContainerRuntimeProvider extends Provider<ContainerRuntime> {
    /** What the runtimes of this provider can run; answered without creating one. */
    Set<WorkloadKind> kinds();
}
