package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers with forged labels; the machine, boot and namespace are invented, so nobody else's can be meant. */
class DockerSweepIT {
    private static final long DEAD = 111;
    private static final long ALIVE = 222;

    private static RealEngine engine;

    private final String machine = "machine-" + UUID.randomUUID();
    private final WorkloadOwner here = owner(machine, "boot-now", "ns-1", 1);
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    static void engine() {
        engine = RealEngine.require(DockerSweepIT.class);
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @AfterEach
    void removeWhatIsLeft() {
        for (String id : made) {
            try {
                engine.docker().removeContainerCmd(id).withForce(true).exec();
            } catch (NotFoundException e) {
                // Swept, as it should be.
            }
        }
    }

    @Test
    void removesOnlyWhatIsKnownToBeDead(@TempDir Path home) {
        String deadRunning = container(owner(machine, "boot-now", "ns-1", DEAD), true);
        String deadNeverStarted = container(owner(machine, "boot-now", "ns-1", DEAD), false);
        String otherBoot = container(owner(machine, "boot-before", "ns-9", ALIVE), true);
        String living = container(owner(machine, "boot-now", "ns-1", ALIVE), true);
        String otherNamespace = container(owner(machine, "boot-now", "ns-2", DEAD), true);
        String otherMachine = container(owner("other-" + machine, "boot-before", "ns-1", DEAD), true);
        String ourOwn = container(here, true);
        String damaged = container(Map.of("io.mcpgateway.owner.id", "x", "io.mcpgateway.owner.pid", "-1"), true);
        String stranger = container(Map.of("docker-mcp", "true"), true);

        SweepReport report;
        try (TestContext context = TestContext.create(home)
                        .withOwner(here)
                        .withProbe((pid, startTime) -> pid == ALIVE && startTime.equals("start"));
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            report = runtime.sweep();
            assertThat(engine.exists(ourOwn)).as("of a gateway that lives").isTrue();
        }

        assertThat(report.removed()).isEqualTo(3);
        assertThat(report.left()).isGreaterThanOrEqualTo(4);
        assertThat(List.of(deadRunning, deadNeverStarted, otherBoot)).noneMatch(engine::exists);
        assertThat(List.of(living, otherNamespace, otherMachine, damaged, stranger))
                .allMatch(engine::exists);
    }

    @Test
    void aRuntimeThatClosesRemovesWhatIsLeftOfItsOwn(@TempDir Path home) {
        String living = container(owner(machine, "boot-now", "ns-1", ALIVE), true);
        String left = container(here, true);
        String network = engine.docker()
                .createNetworkCmd()
                .withName("mcp-gateway-sweep-it-" + UUID.randomUUID())
                .withInternal(true)
                .withLabels(new LinkedHashMap<>(here.toLabels()))
                .exec()
                .getId();

        try (TestContext context = TestContext.create(home).withOwner(here).withProbe((pid, startTime) -> true);
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            WorkloadSpec missing =
                    WorkloadSpec.image("s", "mcp-gateway-test/missing:1").build();
            assertThatThrownBy(() -> runtime.start(missing, new RecordingListener()))
                    .isInstanceOf(GatewayException.class);
        }

        try {
            assertThat(engine.exists(left)).isFalse();
            assertThat(engine.exists(living)).isTrue();
            assertThat(engine.docker().listNetworksCmd().exec())
                    .noneMatch(each -> each.getId().equals(network));
        } finally {
            try {
                engine.docker().removeNetworkCmd(network).exec();
            } catch (NotFoundException e) {
                // Removed, as it should be.
            }
        }
    }

    private static WorkloadOwner owner(String machine, String boot, String namespace, long pid) {
        return new WorkloadOwner(UUID.randomUUID().toString(), machine, boot, namespace, pid, "start");
    }

    private String container(WorkloadOwner owner, boolean started) {
        return container(owner.toLabels(), started);
    }

    private String container(Map<String, String> labels, boolean started) {
        String id = engine.docker()
                .createContainerCmd(engine.image())
                .withCmd("/bin/sleep", "1000")
                .withLabels(new LinkedHashMap<>(labels))
                .exec()
                .getId();
        made.add(id);
        if (started) {
            engine.docker().startContainerCmd(id).exec();
        }
        return id;
    }
}
