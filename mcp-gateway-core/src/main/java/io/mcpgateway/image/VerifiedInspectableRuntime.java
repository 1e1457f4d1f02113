package io.mcpgateway.image;

import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stands before a runtime that can tell of itself. Thread-safe, as that is. */
final class VerifiedInspectableRuntime extends VerifiedRuntime implements ContainerRuntime.Inspectable {
    private final Inspectable runtime;

    VerifiedInspectableRuntime(Inspectable runtime, ImageVerifier verifier, Path home, EventSink events) {
        super(runtime, verifier, home, events);
        this.runtime = runtime;
    }

    @Override
    public RuntimeFacts facts() {
        return runtime.facts();
    }

    @Override
    public Optional<ImageFacts> present(String reference) {
        return runtime.present(reference);
    }

    @Override
    public List<Leftover> leftovers() {
        return runtime.leftovers();
    }
}
