package io.mcpgateway.sandbox;

import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Real sandboxes keep the contract of every runtime. */
class SandboxRuntimeContractTest implements ContainerRuntimeContract {
    @BeforeAll
    static void sandboxesCanBeMade(@TempDir Path home) {
        Needs.sandboxes(home);
    }

    @Override
    public ContainerRuntime runtime(ProviderContext context) {
        return new SandboxRuntimeProvider().create(context);
    }

    @Override
    public WorkloadSpec.Builder shell(String script) {
        return WorkloadSpec.sandbox("contract", List.of("sh", "-c", script));
    }
}
