package io.mcpgateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts are lower bounds: other gateways on this machine come and go meanwhile. */
class SweepTest {
    private static final String TREE = "setsid sleep 1000 & (trap '' TERM; sleep 1000; sleep 1000) & wait";

    private final WorkloadOwner here = HostFacts.here().newOwner();
    private final ProcessRuntime sweeper = new ProcessRuntime(new TestContext(here));

    @AfterEach
    void close() {
        sweeper.close();
    }

    /** As the owner of a gateway with this process id. */
    private WorkloadOwner owner(String boot, String namespace, long pid, String start) {
        return new WorkloadOwner(HostFacts.randomId(), here.machineId(), boot, namespace, pid, start);
    }

    private static ProcessRuntime withTree(WorkloadOwner owner) {
        ProcessRuntime runtime = new ProcessRuntime(new TestContext(owner));
        runtime.start(WorkloadSpec.process("tree", List.of("sh", "-c", TREE)).build(), new Recorder());
        return runtime;
    }

    private static long deadPid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor(10, TimeUnit.SECONDS);
        return process.pid();
    }

    @Test
    void theWholeTreeOfADeadOwnerIsEnded() throws Exception {
        WorkloadOwner dead = owner(here.bootId(), here.pidNamespace(), deadPid(), "1");
        try (ProcessRuntime runtime = withTree(dead)) {
            assertThat(runtime.kinds()).isNotEmpty();

            SweepReport report = sweeper.sweep();

            assertThat(report.removed()).isPositive();
            assertThat(Marked.pidsOf(dead.id())).isEmpty();
        }
    }

    @Test
    void anotherProcessWithTheDeadOwnersIdDoesNotKeepItAlive() {
        WorkloadOwner dead = owner(here.bootId(), here.pidNamespace(), here.pid(), here.startTime() + "1");
        try (ProcessRuntime runtime = withTree(dead)) {
            assertThat(runtime.kinds()).isNotEmpty();

            assertThat(sweeper.sweep().removed()).isPositive();
            assertThat(Marked.pidsOf(dead.id())).isEmpty();
        }
    }

    @Test
    void whatIsNotKnownToBeDeadIsLeftAlone() throws Exception {
        List<WorkloadOwner> owners = List.of(
                owner(here.bootId(), here.pidNamespace(), here.pid(), here.startTime()),
                owner(here.bootId(), "1", deadPid(), "1"),
                owner(here.bootId(), "", deadPid(), "1"),
                owner("another-boot", here.pidNamespace(), deadPid(), "1"),
                new WorkloadOwner(HostFacts.randomId(), "", "", "", deadPid(), "1"));
        List<ProcessRuntime> runtimes = owners.stream().map(SweepTest::withTree).toList();
        try {
            SweepReport report = sweeper.sweep();

            assertThat(report.left()).isGreaterThanOrEqualTo(owners.size());
            assertThat(owners)
                    .allSatisfy(owner -> assertThat(Marked.pidsOf(owner.id())).isNotEmpty());
        } finally {
            runtimes.parallelStream().forEach(ProcessRuntime::close);
        }
    }

    @Test
    void ownWorkloadsAreLeftAlone() {
        try (ProcessRuntime runtime = withTree(here)) {
            assertThat(runtime.kinds()).isNotEmpty();

            sweeper.sweep();

            assertThat(Marked.pidsOf(here.id())).isNotEmpty();
        }
    }
}
