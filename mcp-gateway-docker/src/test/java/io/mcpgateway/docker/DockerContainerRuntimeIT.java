package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** It enforces allow-lists, see {@link DockerEgressIT}, but not whatever is asked for beside one. */
    @Override
    @Test
    public void refusesNetworkRulesThatItCannotEnforce(@TempDir Path home) {
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = runtime(context)) {
            WorkloadSpec.Network list = new WorkloadSpec.Network.AllowList(List.of("example.com:443"));
            WorkloadSpec.Network wrong = new WorkloadSpec.Network.AllowList(List.of("example.com"));

            assertThatThrownBy(() -> runtime.start(shell("cat").network(wrong).build(), new RecordingListener()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("'it server/1'")
                    .hasMessageContaining("allowHosts: 'example.com': missing port");
            for (String capability : List.of("NET_RAW", "cap_net_admin")) {
                WorkloadSpec spec = shell("cat")
                        .network(list)
                        .capabilities(List.of(capability))
                        .build();
                assertThatThrownBy(() -> runtime.start(spec, new RecordingListener()))
                        .isInstanceOf(GatewayException.class)
                        .hasMessageContaining("allow-list");
            }
        }
    }
}
