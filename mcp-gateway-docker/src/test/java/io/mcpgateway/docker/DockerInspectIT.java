package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.ContainerRuntime.Inspectable;
import io.mcpgateway.spi.ContainerRuntime.Leftover;
import io.mcpgateway.testkit.TestContext;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DockerInspectIT extends OnEngine {
    private Inspectable inspectable() {
        return (Inspectable) runtime;
    }

    @Test
    void engineTellsWhatItIsAndWhere() {
        String version = engine.docker().versionCmd().exec().getVersion();

        assertThat(inspectable().facts().product()).contains(version);
        assertThat(inspectable().facts().endpoint()).contains("://", "(from ");
    }

    @Test
    void anEngineThatIsNotThereIsNamed() {
        try (TestContext nowhere = TestContext.create(directory)
                        .withEnvironment(Map.of("DOCKER_HOST", "unix://" + directory.resolve("no.sock")));
                DockerContainerRuntime none = DockerContainerRuntime.create(nowhere)) {
            assertThatThrownBy(none::facts)
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("no.sock")
                    .hasMessageContaining("DOCKER_HOST");
        }
    }

    @Test
    void imagesAreLookedForAndNotPulled() {
        assertThat(inspectable().present(engine.image())).isPresent();
        assertThat(inspectable().present("mcp-gateway-test/no-such-image:" + UUID.randomUUID()))
                .isEmpty();
    }

    @Test
    void whatOthersLeftIsListedAndStays() {
        WorkloadOwner stranger =
                new WorkloadOwner(UUID.randomUUID().toString(), "m-" + UUID.randomUUID(), "boot", "ns", 1, "start");
        String name = "mcp-gateway-test-" + UUID.randomUUID();
        String id = engine.docker()
                .createContainerCmd(engine.image())
                .withName(name)
                .withCmd("/bin/sleep", "1000")
                .withLabels(stranger.toLabels())
                .exec()
                .getId();
        try {
            assertThat(inspectable().leftovers()).contains(new Leftover(name, false));
            assertThat(engine.exists(id)).isTrue();
        } finally {
            engine.docker().removeContainerCmd(id).withForce(true).exec();
        }
    }
}
