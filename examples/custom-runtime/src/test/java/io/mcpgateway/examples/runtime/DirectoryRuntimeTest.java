package io.mcpgateway.examples.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of the test kit, and what is this runtime's own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the example needs the program setsid")
class DirectoryRuntimeTest implements ContainerRuntimeContract {
    @TempDir
    private Path images;

    @BeforeEach
    void image() throws IOException {
        Path directory = Files.createDirectories(images.resolve("test/shell/1"));
        Path program = Files.writeString(directory.resolve("run"), "#!/bin/sh\nexec /bin/sh \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public ContainerRuntime runtime(ProviderContext context) {
        return new DirectoryRuntime(context, new ImageDirectories(images));
    }

    @Override
    public WorkloadSpec.Builder shell(String script) {
        return WorkloadSpec.image("shell", "test/shell:1").arguments(List.of("-c", script));
    }

    @Test
    void serviceLoaderFindsItWithAPriorityAboveTheBuiltInOnes() {
        assertThat(ServiceLoader.load(ContainerRuntimeProvider.class)).anySatisfy(provider -> {
            assertThat(provider.name()).isEqualTo("directory");
            assertThat(provider.kinds()).containsExactly(WorkloadKind.IMAGE);
            assertThat(provider.priority()).isGreaterThan(0);
        });
    }

    @Test
    void sameFilesHaveTheSameIdAndOthersDoNot(@TempDir Path home) throws IOException {
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = runtime(context)) {
            String before = runtime.prepare("test/shell:1", PullProgress.NONE).id();
            assertThat(runtime.prepare("test/shell:1", PullProgress.NONE).id()).isEqualTo(before);

            Files.writeString(images.resolve("test/shell/1/data"), "more");

            assertThat(runtime.prepare("test/shell:1", PullProgress.NONE).id()).isNotEqualTo(before);
        }
    }

    static Stream<WorkloadSpec.Builder> confined() {
        return Stream.of(
                WorkloadSpec.image("s", "test/shell:1").network(new WorkloadSpec.Network.None()),
                WorkloadSpec.image("s", "test/shell:1").network(new WorkloadSpec.Network.Open(List.of("inner"))),
                WorkloadSpec.image("s", "test/shell:1").user("nobody"),
                WorkloadSpec.image("s", "test/shell:1").capabilities(List.of("NET_RAW")),
                WorkloadSpec.image("s", "test/shell:1").extraHosts(List.of("a:192.0.2.1")),
                WorkloadSpec.image("s", "test/shell:1")
                        .mounts(List.of(new WorkloadSpec.Volume("data", "/data", false))));
    }

    @ParameterizedTest
    @MethodSource("confined")
    void descriptionThatConfinesIsRefused(WorkloadSpec.Builder spec, @TempDir Path home) {
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = runtime(context)) {
            assertThatThrownBy(() -> runtime.start(spec.build(), new RecordingListener()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("cannot start server 's'");
        }
    }

    @Test
    void missingLimitsAreToldOnce(@TempDir Path home) {
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = runtime(context)) {
            runtime.start(shell("exit").build(), new RecordingListener());
            runtime.start(shell("exit").build(), new RecordingListener());

            assertThat(context.reported()).hasSize(1).first().asString().contains("enforces no limits");
        }
    }

    @Test
    void sweepEndsWhatADeadGatewayLeft(@TempDir Path home) {
        WorkloadOwner dead = TestContext.thisProcess();
        try (TestContext deadContext = TestContext.create(home).withOwner(dead);
                TestContext context = TestContext.create(home).withProbe((pid, startTime) -> false);
                ContainerRuntime deadRuntime = runtime(deadContext);
                ContainerRuntime runtime = runtime(context)) {
            Workload workload =
                    deadRuntime.start(shell("trap '' TERM; sleep 1000").build(), new RecordingListener());

            assertThat(runtime.sweep()).isEqualTo(new ContainerRuntime.SweepReport(1, 0));

            await().atMost(PATIENCE)
                    .until(() -> workload.exit().toCompletableFuture().isDone());
            assertThat(runtime.sweep()).isEqualTo(new ContainerRuntime.SweepReport(0, 0));
        }
    }

    @Test
    void imageNamesCannotLeaveTheirDirectory(@TempDir Path home) {
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = runtime(context)) {
            for (String reference : List.of("../outside:1", "a/../../b", "/bin/sh", "a:..", "")) {
                assertThatThrownBy(() -> runtime.prepare(reference, PullProgress.NONE))
                        .isInstanceOf(GatewayException.class);
            }
        }
    }
}
