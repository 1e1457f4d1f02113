package io.mcpgateway.docker;

import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DockerContainerRuntimeIT implements ContainerRuntimeContract {
    private static RealEngine engine;

    @BeforeAll
    static void engine() {
        engine = RealEngine.require(DockerContainerRuntimeIT.class);
    }

    @AfterAll
    static void close() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    public ContainerRuntime runtime(ProviderContext context) {
        return new DockerContainerRuntimeProvider().create(context);
    }

    @Override
    public WorkloadSpec.Builder shell(String script) {
        return engine.shell(script);
    }
}
