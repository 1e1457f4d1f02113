package io.mcpgateway.sandbox;

import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.ProviderContext;
import java.util.Set;

/** Makes the runtime {@code bubblewrap}. */
public final class SandboxRuntimeProvider implements ContainerRuntimeProvider {
    /** For {@link java.util.ServiceLoader}. */
    public SandboxRuntimeProvider() {}

    @Override
    public String name() {
        return "bubblewrap";
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.SANDBOX);
    }

    @Override
    public ContainerRuntime create(ProviderContext context) {
        return new SandboxRuntime(context);
    }

    /**
     * Looks what sandboxes on this machine can do, by trying it.
     *
     * @param context says where files may be written, and where programs are
     */
    public static SandboxReport examine(ProviderContext context) {
        return new SandboxRuntime(context).report();
    }
}
