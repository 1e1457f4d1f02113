package io.mcpgateway.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerLoadIT {
    private static final int WORKLOADS = 50;

    private static RealEngine engine;

    @BeforeAll
    static void engine() {
        engine = RealEngine.require(DockerLoadIT.class);
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void fiftyAttachedAtOnceAnswerAndLeaveNothingBehind(@TempDir Path home) throws IOException {
        try (TestContext context = TestContext.create(home)) {
            ContainerRuntime runtime = DockerContainerRuntime.create(context);
            List<RecordingListener> heard = new ArrayList<>();
            List<CompletableFuture<Workload>> starting = new ArrayList<>();
            for (int i = 0; i < WORKLOADS; i++) {
                RecordingListener listener = new RecordingListener();
                heard.add(listener);
                starting.add(CompletableFuture.supplyAsync(
                        () -> runtime.start(engine.shell("cat").build(), listener), context.executor()));
            }
            List<Workload> workloads =
                    starting.stream().map(CompletableFuture::join).toList();

            for (int i = 0; i < WORKLOADS; i++) {
                workloads.get(i).stdin().write(("for " + i + "\n").getBytes(UTF_8));
            }
            for (int i = 0; i < WORKLOADS; i++) {
                String expected = "for " + i + "\n";
                RecordingListener listener = heard.get(i);
                await().atMost(ContainerRuntimeContract.PATIENCE)
                        .untilAsserted(() -> assertThat(listener.stdoutText()).isEqualTo(expected));
            }
            assertThat(containersOf(context)).isEqualTo(WORKLOADS);

            runtime.close();

            assertThat(workloads)
                    .allMatch(workload -> workload.exit().toCompletableFuture().isDone());
            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .untilAsserted(() -> assertThat(containersOf(context)).isZero());
            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .noneMatch(thread -> thread.getName().startsWith("mcp-docker-")));
        }
    }

    private static int containersOf(TestContext context) {
        return engine.docker()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(
                        Map.of("io.mcpgateway.owner.id", context.owner().id()))
                .exec()
                .size();
    }
}
