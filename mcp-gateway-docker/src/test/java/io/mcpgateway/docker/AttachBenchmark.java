package io.mcpgateway.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * Compares docker-java's attach with ours on {@code cat} in a container: the round trip of a line of 200 bytes, and the
 * time of a line of 10 MB. Not a test; run {@code main} on the test class path.
 */
final class AttachBenchmark {
    private static final int ROUNDS = 5_000;
    private static final int BIG = 10 << 20;
    private static final int BIG_ROUNDS = 5;

    private final Semaphore received = new Semaphore(0);

    private AttachBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (RealEngine engine = RealEngine.require(AttachBenchmark.class)) {
            for (int round = 0; round < 2; round++) {
                new AttachBenchmark().dockerJava(engine);
                new AttachBenchmark().ours(engine);
            }
        }
    }

    private void ours(RealEngine engine) throws Exception {
        try (TestContext context = TestContext.create(Path.of(System.getProperty("java.io.tmpdir")));
                ContainerRuntime runtime = DockerContainerRuntime.create(context);
                Workload workload = runtime.start(engine.shell("cat").build(), new Counting())) {
            measure("ours       ", workload.stdin());
        }
    }

    private void dockerJava(RealEngine engine) throws Exception {
        CreateContainerResponse container = engine.docker()
                .createContainerCmd(engine.image())
                .withCmd("/bin/cat")
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withHostConfig(HostConfig.newHostConfig().withInit(true).withNetworkMode("none"))
                .exec();
        try (PipedOutputStream stdin = new PipedOutputStream();
                PipedInputStream source = new PipedInputStream(stdin, 64 << 10)) {
            engine.docker()
                    .attachContainerCmd(container.getId())
                    .withStdIn(source)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            received.release(frame.getPayload().length);
                        }
                    });
            engine.docker().startContainerCmd(container.getId()).exec();
            measure("docker-java", new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    stdin.write(value);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    stdin.write(bytes, offset, length);
                    stdin.flush();
                }
            });
        } finally {
            engine.docker()
                    .removeContainerCmd(container.getId())
                    .withForce(true)
                    .exec();
        }
    }

    private void measure(String name, OutputStream stdin) throws Exception {
        byte[] line = ("x".repeat(199) + "\n").getBytes(StandardCharsets.UTF_8);
        long[] nanos = new long[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            long before = System.nanoTime();
            stdin.write(line);
            received.acquire(line.length);
            nanos[Math.max(i, 0)] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        byte[] big = new byte[BIG];
        long[] millis = new long[BIG_ROUNDS];
        for (int i = 0; i < BIG_ROUNDS; i++) {
            long before = System.nanoTime();
            stdin.write(big);
            received.acquire(BIG);
            millis[i] = (System.nanoTime() - before) / 1_000_000;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s  200 B there and back: p50 %d us, p99 %d us;  10 MB there and back: median %d ms%n",
                name, nanos[ROUNDS / 2] / 1000, nanos[ROUNDS * 99 / 100] / 1000, millis[BIG_ROUNDS / 2]);
    }

    private final class Counting implements WorkloadListener {
        @Override
        public void stdout(byte[] buffer, int offset, int length) {
            received.release(length);
        }

        @Override
        public void stderr(byte[] buffer, int offset, int length) {
            System.err.write(buffer, offset, length);
        }

        @Override
        public void exited(WorkloadExit exit) {
            received.release(BIG * BIG_ROUNDS);
        }
    }
}
