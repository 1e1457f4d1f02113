package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DockerExitIT extends OnEngine {
    @Test
    void workloadThatTakesTooMuchMemoryIsSaidToHaveDoneSo() {
        WorkloadSpec spec = engine.shell("x=a; while :; do x=$x$x; done")
                .limits(new WorkloadSpec.Limits(Optional.of(1.0), OptionalLong.of(16L << 20), 64))
                .build();

        WorkloadExit exit = exit(runtime.start(spec, heard));

        assertThat(exit.outOfMemory()).isTrue();
        assertThat(exit.status()).hasValue(137);
        assertThat(exit.toString()).isEqualTo("exit status 137, out of memory, raise its memory limit");
    }

    @Test
    void workloadThatSomebodyKillsIsNotSaidToLackMemory() {
        Workload workload = runtime.start(engine.shell("cat").build(), heard);

        engine.docker().killContainerCmd(workload.id()).withSignal("KILL").exec();

        WorkloadExit exit = exit(workload);
        assertThat(exit.outOfMemory()).isFalse();
        assertThat(exit.status()).hasValue(137);
        assertThat(exit.detail()).isEqualTo("something killed it");
    }

    @Test
    void commandThatMayNotBeExecutedNamesTheGrant() {
        WorkloadSpec spec = WorkloadSpec.image("denied", engine.image())
                .arguments(List.of("/not-executable"))
                .network(new WorkloadSpec.Network.None())
                .build();

        WorkloadExit exit = exit(runtime.start(spec, heard));

        assertThat(exit.status()).hasValue(126);
        assertThat(exit.detail()).contains("permission was denied").contains("grant");
    }

    @Test
    void commandThatIsNotThereIsNamedAsTheCause() {
        WorkloadSpec spec = WorkloadSpec.image("absent", engine.image())
                .arguments(List.of("/no-such-command"))
                .network(new WorkloadSpec.Network.None())
                .build();

        WorkloadExit exit = exit(runtime.start(spec, heard));

        assertThat(exit.status()).hasValue(127);
        assertThat(exit.detail()).contains("does not exist in the image");
    }

    @Test
    void containerIsGoneAfterItEndedByItself() {
        Workload workload = runtime.start(engine.shell("exit 0").build(), heard);

        exit(workload);

        await().atMost(ContainerRuntimeContract.PATIENCE).until(() -> !engine.exists(workload.id()));
    }

    @Test
    void containerIsGoneAfterClose() {
        Workload workload =
                runtime.start(engine.shell("trap '' TERM; sleep 1000").build(), heard);

        workload.close();

        await().atMost(ContainerRuntimeContract.PATIENCE).until(() -> !engine.exists(workload.id()));
        assertThat(exit(workload).toString()).isEqualTo("exit status 137, it was ended by the gateway");
    }

    @Test
    void stopSendsTheSignalThatTheImageEndsOn() throws IOException {
        String image = engine.image() + "-int";
        RealEngine.build(engine.docker(), image, List.of("STOPSIGNAL SIGINT"));
        try {
            WorkloadSpec spec = WorkloadSpec.image("signals", image)
                    .arguments(List.of(
                            "/bin/sh",
                            "-c",
                            "trap 'echo int; exit 0' INT; trap 'exit 1' TERM; echo on; while :; do sleep 0.1; done"))
                    .network(new WorkloadSpec.Network.None())
                    .build();
            Workload workload = runtime.start(spec, heard);
            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .until(() -> heard.stdoutText().equals("on\n"));

            workload.stop(Duration.ofSeconds(5));

            assertThat(heard.stdoutText()).isEqualTo("on\nint\n");
            assertThat(exit(workload).status()).hasValue(0);
        } finally {
            runtime.close();
            engine.docker().removeImageCmd(image).withForce(true).exec();
        }
    }

    @Test
    void listenerThatThrowsCostsItsWorkloadOnly() {
        Workload other = runtime.start(engine.shell("cat").build(), heard);
        Workload workload = runtime.start(engine.shell("echo boom; sleep 1000").build(), new Failing());

        assertThat(exit(workload).status()).hasValue(137);
        assertThat(context.reported()).anyMatch(line -> line.contains("A listener failed"));
        assertThat(other.exit().toCompletableFuture()).isNotDone();
    }

    private static WorkloadExit exit(Workload workload) {
        await().atMost(ContainerRuntimeContract.PATIENCE)
                .until(() -> workload.exit().toCompletableFuture().isDone());
        return workload.exit().toCompletableFuture().join();
    }

    private static final class Failing implements ContainerRuntime.WorkloadListener {
        @Override
        public void stdout(byte[] buffer, int offset, int length) {
            throw new IllegalStateException("boom");
        }

        @Override
        public void stderr(byte[] buffer, int offset, int length) {}

        @Override
        public void exited(WorkloadExit exit) {}
    }
}
