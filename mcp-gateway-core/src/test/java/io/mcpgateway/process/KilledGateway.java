package io.mcpgateway.process;

import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a JVM that exists to be killed: it starts trees of processes without pause. Prints its owner id once
 * the first tree runs. The argument is a number that all its sleeps use, so that they can be found without their marks.
 */
final class KilledGateway {
    private KilledGateway() {}

    public static void main(String[] arguments) {
        String nap = "sleep " + arguments[0];
        List<String> trees = List.of(
                "setsid " + nap + " & " + nap + " & wait",
                "sh -c 'sh -c \"" + nap + "; true\"; true'; true",
                "trap '' TERM; (trap '' TERM; setsid sh -c \"trap '' TERM; " + nap + "; true\" & " + nap + "; true)",
                "while :; do setsid " + nap + " & sleep 0.02; done");
        TestContext context = new TestContext();
        ProcessRuntime runtime = new ProcessRuntime(context);
        for (int i = 0; ; i++) {
            WorkloadSpec spec = WorkloadSpec.process("tree", List.of("sh", "-c", trees.get(i % trees.size())))
                    .build();
            Workload workload = runtime.start(spec, new Recorder());
            if (i == 0) {
                System.out.println(context.owner().id());
                System.out.flush();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            if (i % 2 == 1) {
                workload.close();
            }
        }
    }
}
