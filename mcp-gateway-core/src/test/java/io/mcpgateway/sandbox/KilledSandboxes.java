package io.mcpgateway.sandbox;

import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.testkit.TestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of a JVM that exists to be killed: it starts sandboxes with trees of processes. The arguments are a home,
 * and a number that all its sleeps use, so that they can be found. Prints a line once all trees stand.
 */
final class KilledSandboxes {
    private KilledSandboxes() {}

    public static void main(String[] arguments) throws InterruptedException {
        String nap = "sleep " + arguments[1];
        List<String> trees = List.of(
                "setsid " + nap + " & " + nap + " & echo up; wait",
                "trap '' TERM; (trap '' TERM; env -i setsid sh -c \"trap '' TERM; " + nap + "; true\" & echo up; " + nap
                        + "; true)",
                "echo up; exec " + nap);
        CountDownLatch up = new CountDownLatch(trees.size());
        ContainerRuntime runtime = new SandboxRuntimeProvider().create(TestContext.create(Path.of(arguments[0])));
        for (String tree : trees) {
            runtime.start(
                    WorkloadSpec.sandbox("tree", List.of("sh", "-c", tree)).build(), new WorkloadListener() {
                        @Override
                        public void stdout(byte[] buffer, int offset, int length) {
                            up.countDown();
                        }

                        @Override
                        public void stderr(byte[] buffer, int offset, int length) {
                            System.err.write(buffer, offset, length);
                        }

                        @Override
                        public void exited(WorkloadExit exit) {}
                    });
        }
        up.await();
        System.out.println("up");
        System.out.flush();
        Thread.sleep(600_000);
    }
}
