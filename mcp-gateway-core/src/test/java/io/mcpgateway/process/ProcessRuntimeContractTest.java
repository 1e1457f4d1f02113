package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import java.util.List;

class ProcessRuntimeContractTest implements ContainerRuntimeContract {
    @Override
    public ContainerRuntime runtime(ProviderContext context) {
        return new ProcessRuntimeProvider().create(context);
    }

    @Override
    public WorkloadSpec.Builder shell(String script) {
        return WorkloadSpec.process("contract", List.of("sh", "-c", script));
    }
}
