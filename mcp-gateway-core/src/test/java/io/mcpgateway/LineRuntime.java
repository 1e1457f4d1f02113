package io.mcpgateway;

import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.upstream.LineWorkload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a server of this JVM as {@link LineWorkload}s, and counts them. Each says that it is up. */
final class LineRuntime implements ContainerRuntime {
    /** How many workloads were started. */
    final AtomicInteger starts = new AtomicInteger();

    private final JavaServer server;

    LineRuntime(JavaServer server) {
        this.server = server;
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        return new ImageFacts(reference, "sha256:0", Map.of());
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        starts.incrementAndGet();
        byte[] up = "up\n".getBytes(StandardCharsets.UTF_8);
        listener.stderr(up, 0, up.length);
        return new LineWorkload("lines", server, listener);
    }

    @Override
    public SweepReport sweep() {
        return new SweepReport(0, 0);
    }

    @Override
    public void close() {
        // its workloads are objects
    }
}
