package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs {@link FakeServer}s as workloads, and fails, hangs or kills them as a test wants it. Thread-safe. */
final class FakeRuntime implements ContainerRuntime {
    /** An image that never has to be pulled. */
    static final String HERE = "image";

    final List<Fake> started = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    /** What {@link #start} fails with; null if it works. */
    volatile @Nullable String broken;
    /** How many starts fail, whatever {@link #broken} says. */
    final AtomicInteger failNext = new AtomicInteger();
    /** What {@link #start} waits for; null if for nothing. */
    volatile @Nullable CountDownLatch gate;
    /** How many starts, the first ones, do not wait for {@link #gate}. */
    volatile int ungated;
    /** What pulling of any image but {@link #HERE} waits for; null if for nothing. */
    volatile @Nullable CountDownLatch slowPull;
    /** How many images were looked for. */
    final AtomicInteger pulls = new AtomicInteger();
    /** What stopping waits for; null if for nothing. */
    volatile @Nullable CountDownLatch slowStop;

    private final FakeServer server;

    FakeRuntime(FakeServer server) {
        this.server = server;
    }

    List<Fake> living() {
        return started.stream().filter(fake -> !fake.exit.isDone()).toList();
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    @Override
    public Optional<ImageFacts> find(String reference) {
        return reference.equals(HERE) ? Optional.of(new ImageFacts(reference, "sha256:0", Map.of())) : Optional.empty();
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        pulls.incrementAndGet();
        if (!reference.equals(HERE)) {
            awaitOpen(slowPull);
        }
        return new ImageFacts(reference, "sha256:0", Map.of());
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        int number = attempts.incrementAndGet();
        if (number > ungated) {
            awaitOpen(gate);
        }
        String why = failNext.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? "failed once" : broken;
        if (why != null) {
            throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, why);
        }
        Fake fake = new Fake("fake-" + number, listener);
        started.add(fake);
        return fake;
    }

    private static void awaitOpen(@Nullable CountDownLatch latch) {
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public SweepReport sweep() {
        return new SweepReport(0, 0);
    }

    @Override
    public void close() {
        // its workloads are objects
    }

    /** One workload. */
    final class Fake extends LineWorkload {
        /** Methods of the requests and notifications that it got. */
        final List<String> methods = new CopyOnWriteArrayList<>();

        private final WorkloadListener listener;

        Fake(String id, WorkloadListener listener) {
            super(id, server, listener);
            this.listener = listener;
        }

        void complain(String text) {
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            listener.stderr(bytes, 0, bytes.length);
        }

        @Override
        void heard(JsonText message) {
            methods.add(message.toString().replaceAll(".*\"method\":\"([^\"]*)\".*", "$1"));
        }

        @Override
        public void stop(Duration grace) {
            awaitOpen(slowStop);
            super.stop(grace);
        }
    }
}
