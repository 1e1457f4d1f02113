package io.mcpgateway.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.WorkloadOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {
    private static final String MACHINE = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path root;

    @BeforeEach
    void linux() throws IOException {
        write("etc/machine-id", MACHINE + "\n");
        write("proc/sys/kernel/random/boot_id", "boot-1\n");
        write("proc/sys/kernel/hostname", "alpha\n");
        write("proc/42/stat", stat("S", 20, "777"));
        write("proc/42/mountinfo", "25 1 0:23 / /proc rw,nosuid - proc proc rw\n");
        Files.createDirectories(root.resolve("proc/42/ns"));
        Files.createSymbolicLink(root.resolve("proc/self"), Path.of("42"));
        namespace(HostFacts.FIRST_PID_NAMESPACE);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private void namespace(String inode) throws IOException {
        Files.deleteIfExists(root.resolve("proc/42/ns/pid"));
        Files.createSymbolicLink(root.resolve("proc/42/ns/pid"), Path.of("pid:[" + inode + "]"));
    }

    private static String stat(String state, int threads, String start) {
        return "42 (a) S 1 (b) " + state + " 1 42 42 0 -1 0 0 0 0 0 0 0 0 0 20 0 " + threads + " 0 " + start
                + " 1 2 3\n";
    }

    private HostFacts facts() {
        return new HostFacts(root, 42);
    }

    @Test
    void factsOfAHostAreComplete() {
        WorkloadOwner owner = facts().newOwner();

        assertThat(owner.id())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(facts().newOwner().id());
        assertThat(owner.bootId()).isEqualTo("boot-1");
        assertThat(owner.pidNamespace()).isEqualTo(HostFacts.FIRST_PID_NAMESPACE);
        assertThat(owner.pid()).isEqualTo(42);
        assertThat(owner.startTime()).isEqualTo("777");
    }

    @Test
    void theMachineIdItselfIsNotGivenAway() {
        assertThat(facts().newOwner().machineId()).isNotEmpty().doesNotContain(MACHINE);
    }

    @Test
    void afterARebootTheEarlierGatewayIsKnownDead() throws IOException {
        WorkloadOwner earlier = facts().newOwner();
        write("proc/sys/kernel/random/boot_id", "boot-2\n");

        assertThat(earlier.isKnownDead(facts().newOwner(), facts().probe())).isTrue();
    }

    @Test
    void aCloneWithTheSameMachineIdAndAnotherNameIsAnotherMachine() throws IOException {
        WorkloadOwner original = facts().newOwner();
        write("proc/sys/kernel/random/boot_id", "boot-2\n");
        write("proc/sys/kernel/hostname", "beta\n");

        assertThat(original.isKnownDead(facts().newOwner(), facts().probe())).isFalse();
    }

    @Test
    void inAContainerTheMachineIdOfTheImageSaysNothingAcrossBoots() throws IOException {
        namespace("4026532999");
        WorkloadOwner onOneHost = facts().newOwner();
        write("proc/sys/kernel/random/boot_id", "boot-2\n");
        WorkloadOwner onAnotherHost = facts().newOwner();

        assertThat(onOneHost.isKnownDead(onAnotherHost, facts().probe())).isFalse();
    }

    @Test
    void inAContainerWithoutMachineIdAnEarlierGatewayOfTheSameNamespaceIsKnownDead() throws IOException {
        namespace("4026532999");
        Files.delete(root.resolve("etc/machine-id"));
        WorkloadOwner here = facts().newOwner();
        WorkloadOwner earlier =
                new WorkloadOwner("other", here.machineId(), here.bootId(), here.pidNamespace(), 43, "700");

        assertThat(earlier.isKnownDead(here, facts().probe())).isTrue();
    }

    @Test
    void aGatewayOnTheHostAndOneInAContainerNeverThinkTheOtherDead() throws IOException {
        WorkloadOwner host = facts().newOwner();
        namespace("4026532999");
        Files.delete(root.resolve("proc/42/stat"));
        WorkloadOwner container = facts().newOwner();

        assertThat(host.isKnownDead(container, facts().probe())).isFalse();
        assertThat(container.isKnownDead(host, facts().probe())).isFalse();
    }

    @Test
    void aProcOfAnotherNamespaceIsNotTrusted() {
        assertThat(new HostFacts(root, 7).newOwner().pidNamespace()).isEmpty();
    }

    @Test
    void withoutProcNothingIsKnownAndNobodyIsDead() {
        HostFacts elsewhere = new HostFacts(root.resolve("nothing"), 42);
        WorkloadOwner owner = elsewhere.newOwner();

        assertThat(owner.machineId()).isEmpty();
        assertThat(owner.bootId()).isEmpty();
        assertThat(owner.startTime()).isEmpty();
        assertThat(elsewhere.probe().lives(1, "5")).isTrue();
        assertThat(owner.isKnownDead(facts().newOwner(), elsewhere.probe())).isFalse();
    }

    @Test
    void aProcessLivesOnlyWithItsStartTime() {
        assertThat(facts().probe().lives(42, "777")).isTrue();
        assertThat(facts().probe().lives(42, "778")).isFalse();
        assertThat(facts().probe().lives(43, "777")).isFalse();
        assertThat(facts().probe().lives(43, "")).isTrue();
    }

    @Test
    void aZombieThatRunsNothingIsDeadAndOneWithThreadsIsNot() throws IOException {
        write("proc/42/stat", stat("Z", 1, "777"));
        assertThat(facts().probe().lives(42, "777")).isFalse();

        write("proc/42/stat", stat("Z", 5, "777"));
        assertThat(facts().probe().lives(42, "777")).isTrue();
    }

    @Test
    void whereProcessesAreHiddenAMissingOneMayLive() throws IOException {
        for (String hiding : new String[] {"hidepid=2", "hidepid=invisible", "hidepid=1", "hidepid=ptraceable"}) {
            write("proc/42/mountinfo", "25 1 0:23 / /proc rw,nosuid - proc proc rw," + hiding + "\n");
            assertThat(facts().probe().lives(43, "777")).as(hiding).isTrue();
        }
        for (String open : new String[] {"hidepid=0", "hidepid=off", "gid=5"}) {
            write("proc/42/mountinfo", "25 1 0:23 / /proc rw,nosuid - proc proc rw," + open + "\n");
            assertThat(facts().probe().lives(43, "777")).as(open).isFalse();
        }
    }

    @Test
    void damagedStatLinesMeanThatItMayLive() throws IOException {
        for (String line : new String[] {"", "42", "42 (x", "42 (x)", "42 (x) S 1"}) {
            write("proc/42/stat", line);
            assertThat(facts().probe().lives(42, "777")).as(line).isTrue();
        }
    }

    @Test
    void onThisMachineTheGatewayItselfLives() {
        WorkloadOwner here = HostFacts.here().newOwner();
        WorkloadOwner sameProcess = HostFacts.here().newOwner();

        assertThat(sameProcess.isKnownDead(here, HostFacts.here().probe())).isFalse();
    }
}
