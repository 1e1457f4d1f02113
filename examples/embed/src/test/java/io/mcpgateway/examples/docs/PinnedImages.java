package io.mcpgateway.examples.docs;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import java.util.Set;

// region runtime
/** Runs nothing that is not pinned by digest, on whatever runtime is behind it. */
final class PinnedImages implements ContainerRuntime {
    private final ContainerRuntime runtime;

    PinnedImages(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return runtime.kinds();
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        requirePinned(reference);
        return runtime.prepare(reference, progress);
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        spec.image().ifPresent(PinnedImages::requirePinned);
        return runtime.start(spec, listener);
    }

    private static void requirePinned(String reference) {
        if (!reference.contains("@sha256:")) {
            throw new GatewayException(
                    ErrorCode.DENIED, "Image '" + reference + "' is not pinned; add its digest with @sha256:…");
        }
    }

    @Override
    public SweepReport sweep() {
        return runtime.sweep();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
// endregion
