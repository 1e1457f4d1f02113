package io.mcpgateway.sandbox;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.testkit.TestContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Runs a shell script in a sandbox and says what it printed. */
final class SandboxedShell {
    private SandboxedShell() {}

    /**
     * What came of it.
     *
     * @param exit how it ended
     * @param out its standard output
     * @param err its standard error
     */
    record Result(WorkloadExit exit, String out, String err) {
        int status() {
            return exit.status().orElse(-1);
        }
    }

    static Result run(Path home, String script, UnaryOperator<WorkloadSpec.Builder> more) throws Exception {
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = new SandboxRuntimeProvider().create(context)) {
            return run(runtime, script, more);
        }
    }

    static Result run(ContainerRuntime runtime, String script, UnaryOperator<WorkloadSpec.Builder> more)
            throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        WorkloadSpec spec = more.apply(WorkloadSpec.sandbox("probe", List.of("/bin/sh", "-c", script)))
                .build();
        Workload workload = runtime.start(spec, new WorkloadListener() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) {
                out.write(buffer, offset, length);
            }

            @Override
            public void stderr(byte[] buffer, int offset, int length) {
                err.write(buffer, offset, length);
            }

            @Override
            public void exited(WorkloadExit exit) {}
        });
        workload.stdin().close();
        WorkloadExit exit = workload.exit().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
