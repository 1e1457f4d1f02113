package io.mcpgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    /** It can enforce allow-lists, see {@link SandboxEscapeTest}; not those that it cannot read. */
    @Test
    @Override
    public void refusesNetworkRulesThatItCannotEnforce(@TempDir Path home) {
        try (TestContext context = context(home);
                ContainerRuntime runtime = runtime(context)) {
            WorkloadSpec spec = shell("cat")
                    .network(new WorkloadSpec.Network.AllowList(List.of("not a host")))
                    .build();

            assertThatThrownBy(() -> runtime.start(spec, new RecordingListener()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("allow-list");
        }
    }

    @Override
    public WorkloadSpec.Builder shell(String script) {
        return WorkloadSpec.sandbox("contract", List.of("sh", "-c", script));
    }
}
