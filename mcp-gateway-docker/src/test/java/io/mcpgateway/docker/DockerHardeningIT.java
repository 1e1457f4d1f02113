package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DockerHardeningIT extends OnEngine {
    @Test
    void engineShowsEveryRestriction() {
        Workload workload = runtime.start(
                engine.shell("cat")
                        .labels(Map.of("docker-mcp", "true", "docker-mcp-name", "it server/1"))
                        .build(),
                heard);

        InspectContainerResponse shown = engine.inspect(workload.id());
        HostConfig host = shown.getHostConfig();
        assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getCapAdd()).isNullOrEmpty();
        assertThat(host.getPrivileged()).isFalse();
        assertThat(host.getPidsLimit()).isEqualTo(512);
        assertThat(host.getNanoCPUs()).isEqualTo(1_000_000_000L);
        assertThat(host.getMemory()).isEqualTo(2L << 30);
        assertThat(host.getMemorySwap()).isEqualTo(2L << 30);
        assertThat(host.getInit()).isTrue();
        assertThat(host.getAutoRemove()).isTrue();
        assertThat(host.getLogConfig().getType()).isEqualTo(LogConfig.LoggingType.NONE);
        assertThat(host.getNetworkMode()).isEqualTo("none");
        assertThat(shown.getConfig().getStdinOpen()).isTrue();
        assertThat(shown.getConfig().getStdInOnce()).isTrue();
        assertThat(shown.getConfig().getTty()).isFalse();
        assertThat(shown.getName()).matches("/mcp-it_server_1-[0-9a-f]{12}");
        assertThat(shown.getConfig().getLabels())
                .containsAllEntriesOf(context.owner().toLabels())
                .containsEntry("docker-mcp", "true")
                .containsEntry("docker-mcp-name", "it server/1");
    }

    @Test
    void kernelAgreesThatThereAreNoCapabilitiesAndNoNewPrivileges() {
        assertThat(output(engine.shell("cat /proc/self/status").build()))
                .containsPattern("CapEff:\\s+0000000000000000")
                .containsPattern("CapBnd:\\s+0000000000000000")
                .containsPattern("NoNewPrivs:\\s+1");
    }

    @Test
    void grantedCapabilityIsTheOnlyOne() {
        WorkloadSpec spec = engine.shell("cat /proc/self/status")
                .capabilities(List.of("CAP_NET_BIND_SERVICE"))
                .build();

        assertThat(output(spec)).containsPattern("CapBnd:\\s+0000000000000400");
    }

    @Test
    void limitsOfTheDescriptionAreThoseOfTheKernel() {
        WorkloadSpec spec = engine.shell("cat")
                .limits(new WorkloadSpec.Limits(Optional.of(0.25), OptionalLong.of(64L << 20), 17))
                .build();

        HostConfig host = engine.inspect(runtime.start(spec, heard).id()).getHostConfig();

        assertThat(host.getNanoCPUs()).isEqualTo(250_000_000L);
        assertThat(host.getMemory()).isEqualTo(64L << 20);
        assertThat(host.getMemorySwap()).isEqualTo(64L << 20);
        assertThat(host.getPidsLimit()).isEqualTo(17);
    }

    @Test
    void readOnlyBindCannotBeWrittenAndWritableOneCan() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path written = Files.createDirectory(directory.resolve("written"));
        Files.writeString(shared.resolve("given"), "from the host");
        WorkloadSpec spec = engine.shell("cat /shared/given; echo x >/shared/new; echo -n back >/written/file")
                .mounts(List.of(
                        new WorkloadSpec.Bind(shared, "/shared", true),
                        new WorkloadSpec.Bind(written, "/written", false)))
                .build();

        assertThat(output(spec)).isEqualTo("from the host");
        assertThat(heard.stderrText()).contains("Read-only file system");
        assertThat(shared.resolve("new")).doesNotExist();
        assertThat(written.resolve("file")).hasContent("back");
    }

    @Test
    void aBindIsAMountOfItsOwnWithoutLabelsAndPropagation() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared")).toRealPath();
        Workload workload = runtime.start(
                engine.shell("cat")
                        .mounts(List.of(new WorkloadSpec.Bind(shared, "/shared", true)))
                        .build(),
                heard);

        InspectContainerResponse shown = engine.inspect(workload.id());
        assertThat(shown.getHostConfig().getBinds())
                .as("binds can ask for labels")
                .isNullOrEmpty();
        assertThat(shown.getHostConfig().getDevices()).isNullOrEmpty();
        assertThat(shown.getHostConfig().getMounts()).singleElement().satisfies(mount -> {
            assertThat(mount.getSource()).isEqualTo(shared.toString());
            assertThat(mount.getReadOnly()).isTrue();
            assertThat(mount.getBindOptions()).isNull();
        });
        assertThat(shown.getMounts()).singleElement().satisfies(mount -> {
            assertThat(mount.getRW()).isFalse();
            assertThat(mount.getMode()).isEmpty();
        });
    }

    @Test
    void aPlaceThatHasBecomeALinkSinceItWasAllowedIsNotMounted() throws IOException {
        Path secret = Files.createDirectory(directory.resolve("secret"));
        Path shared = directory.toRealPath().resolve("swapped");
        Files.createSymbolicLink(shared, secret);
        WorkloadSpec spec = engine.shell("cat")
                .mounts(List.of(new WorkloadSpec.Bind(shared.resolve("below"), "/a", true)))
                .build();
        Files.createDirectory(secret.resolve("below"));

        assertThatThrownBy(() -> runtime.start(spec, heard))
                .isInstanceOf(GatewayException.class)
                .hasMessageContainingAll("swapped/below", "leads elsewhere");
    }

    @Test
    void bindWithoutASourceFailsAndCreatesNothing() {
        Path absent = directory.resolve("absent");
        WorkloadSpec spec = engine.shell("cat")
                .mounts(List.of(new WorkloadSpec.Bind(absent, "/data", true)))
                .build();

        assertThatThrownBy(() -> runtime.start(spec, heard))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("it server/1")
                .hasMessageContaining("does not exist");
        assertThat(absent).doesNotExist();
    }

    @Test
    void namedVolumeOutlivesTheWorkloadAndAnonymousOneDoesNot() {
        String name = "mcp-gateway-docker-it-" + UUID.randomUUID();
        try {
            List<WorkloadSpec.Mount> mounts = List.of(
                    new WorkloadSpec.Volume(name, "/named", false), new WorkloadSpec.Volume("", "/scratch", false));
            output(engine.shell("echo kept >/named/file; echo gone >/scratch/file")
                    .mounts(mounts)
                    .build());

            assertThat(output(engine.shell("cat /named/file; cat /scratch/file")
                            .mounts(mounts)
                            .build()))
                    .isEqualTo("kept\n");
        } finally {
            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> engine.docker().removeVolumeCmd(name).exec());
        }
    }

    @Test
    void userWorkingDirectoryAndExtraHostsAreThoseOfTheDescription() {
        WorkloadSpec spec = engine.shell("id -u; echo $PWD; cat /etc/hosts")
                .user("4242:4343")
                .workingDirectory(Path.of("/bin"))
                .network(new WorkloadSpec.Network.Open(List.of()))
                .extraHosts(List.of("ledger.example:192.0.2.7"))
                .build();

        assertThat(output(spec)).startsWith("4242\n/bin\n").containsPattern("192.0.2.7\\s+ledger.example");
    }

    @Test
    void workloadJoinsEveryNetworkNamed() {
        String first = "mcp-it-" + UUID.randomUUID();
        String second = "mcp-it-" + UUID.randomUUID();
        engine.docker().createNetworkCmd().withName(first).exec();
        engine.docker().createNetworkCmd().withName(second).exec();
        try {
            Workload workload = runtime.start(
                    engine.shell("cat")
                            .network(new WorkloadSpec.Network.Open(List.of(first, second)))
                            .build(),
                    heard);

            assertThat(engine.inspect(workload.id()).getNetworkSettings().getNetworks())
                    .containsOnlyKeys(first, second);
            runtime.close();
        } finally {
            engine.docker().removeNetworkCmd(first).exec();
            engine.docker().removeNetworkCmd(second).exec();
        }
    }

    @Test
    void networksThatAreTheHostsOwnAreRefused() {
        for (String network : List.of("host", "container:other", "")) {
            WorkloadSpec spec = engine.shell("cat")
                    .network(new WorkloadSpec.Network.Open(List.of(network)))
                    .build();

            assertThatThrownBy(() -> runtime.start(spec, heard)).isInstanceOf(GatewayException.class);
        }
    }

    @Test
    void failedStartLeavesNoContainer() {
        WorkloadSpec spec = engine.shell("cat")
                .network(new WorkloadSpec.Network.Open(List.of("no-such-network")))
                .build();

        assertThatThrownBy(() -> runtime.start(spec, heard))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("no-such-network");
        assertThat(engine.docker()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(
                                Map.of("io.mcpgateway.owner.id", context.owner().id()))
                        .exec())
                .isEmpty();
    }

    @Test
    void imageThatIsNotPresentIsNamedTogetherWithTheRemedy() {
        WorkloadSpec spec = WorkloadSpec.image("absent", "localhost:1/absent:1")
                .network(new WorkloadSpec.Network.None())
                .build();

        assertThatThrownBy(() -> runtime.start(spec, heard))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("'absent'")
                .hasMessageContaining("Prepare the image first");
    }

    @Test
    void secretsReachTheContainerAndNoLogNoLabelNoArgument() throws IOException {
        Path log = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile", ""));
        String secret = "s3cret-" + UUID.randomUUID();
        WorkloadSpec spec = engine.shell("echo $TOKEN; cat")
                .environment(Map.of("TOKEN", "overridden"))
                .secretEnvironment(Map.of("TOKEN", Secret.of(secret)))
                .build();

        Workload workload = runtime.start(spec, heard);

        await().atMost(ContainerRuntimeContract.PATIENCE)
                .untilAsserted(() -> assertThat(heard.stdoutText()).isEqualTo(secret + "\n"));
        InspectContainerResponse shown = engine.inspect(workload.id());
        assertThat(shown.getConfig().getLabels().toString()).doesNotContain(secret);
        assertThat(Arrays.toString(shown.getArgs())).doesNotContain(secret);
        assertThat(context.reported().toString()).doesNotContain(secret);
        assertThat(spec.toString() + workload).doesNotContain(secret);
        // The build has everything logged, HTTP traffic of docker-java included; inspecting logs the answer, too, so
        // the
        // variable is looked for as it stands in a request.
        String logged = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(logged).contains("/containers/" + workload.id() + "/start");
        assertThat(logged.lines().filter(line -> line.contains(">> ") || line.contains("Cmd:")))
                .noneMatch(line -> line.contains(secret));
    }

    private String output(WorkloadSpec spec) {
        int exits = heard.exits().size();
        String before = heard.stdoutText();
        runtime.start(spec, heard);
        await().atMost(ContainerRuntimeContract.PATIENCE)
                .untilAsserted(() -> assertThat(heard.exits()).hasSizeGreaterThan(exits));
        return heard.stdoutText().substring(before.length());
    }
}
