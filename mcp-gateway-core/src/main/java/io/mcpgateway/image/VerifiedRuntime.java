package io.mcpgateway.image;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A runtime that neither pulls nor starts an image which a rule covers and nobody vouches for. What it starts is the digest that
 * was verified, whatever the tag is moved to meanwhile. It stands before the runtime itself, so that nothing that is started
 * goes around it. Owns the table of which digest each reference stands for, and which contents were prepared; thread-safe;
 * holds no lock while it asks.
 */
public sealed class VerifiedRuntime implements ContainerRuntime permits VerifiedInspectableRuntime {
    private final ContainerRuntime runtime;
    private final ImageVerifier verifier;
    private final EventSink events;
    private final ImagePins pins;
    private final Map<String, String> pinned = new ConcurrentHashMap<>();
    private final Set<String> preparedIds = ConcurrentHashMap.newKeySet();

    /**
     * Stands before a runtime, which it closes; the verifier is owned by the caller. It can tell of itself if that can.
     *
     * @param home in whose {@code cache} it is kept what tags stand for
     */
    public static VerifiedRuntime before(
            ContainerRuntime runtime, ImageVerifier verifier, Path home, EventSink events) {
        return runtime instanceof Inspectable inspectable
                ? new VerifiedInspectableRuntime(inspectable, verifier, home, events)
                : new VerifiedRuntime(runtime, verifier, home, events);
    }

    VerifiedRuntime(ContainerRuntime runtime, ImageVerifier verifier, Path home, EventSink events) {
        this.runtime = requireNonNull(runtime, "runtime");
        this.verifier = requireNonNull(verifier, "verifier");
        this.events = requireNonNull(events, "events");
        this.pins = new ImagePins(home, events);
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return runtime.kinds();
    }

    @Override
    public Optional<ImageFacts> find(String reference) {
        return runtime.find(reference);
    }

    /** Verifies anew what a reference stands for, for its image may have been removed or replaced. */
    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        pinned.remove(reference);
        ImageFacts facts = runtime.prepare(verified(reference), progress);
        preparedIds.add(facts.id());
        return facts;
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        WorkloadSpec verified =
                spec.image().map(image -> spec.withImage(verified(image))).orElse(spec);
        return runtime.start(verified, listener);
    }

    /** The reference to start. */
    private String verified(String image) {
        // The very bytes of what has been through here; packages are started so.
        String known = preparedIds.contains(image) ? image : pinned.get(image);
        if (known != null) {
            return known;
        }
        String start = image;
        if (verifier.covers(image)) {
            ImageName name = ImageName.parse(image);
            String digest = name.digest().orElseGet(() -> digestOfTag(image, name));
            verifier.verify(image, digest);
            start = name.at(digest);
        } else {
            events.event(
                    EventSink.Level.INFO,
                    "No rule says who may sign this image; it is started without that",
                    Map.of("image", image));
        }
        pinned.put(image, start);
        return start;
    }

    /** What is there already counts, as it does for an image that is not verified; else what the registry has. */
    private String digestOfTag(String image, ImageName name) {
        Optional<String> present = presentDigest(image, name)
                .or(() -> pins.find(image)
                        .filter(digest -> runtime.find(name.at(digest)).isPresent()));
        if (present.isPresent()) {
            return present.get();
        }
        String digest = verifier.resolve(image);
        pins.keep(image, digest);
        return digest;
    }

    private Optional<String> presentDigest(String image, ImageName name) {
        Optional<ImageFacts> present = runtime.find(image);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> digest = present.get().digests().stream()
                .map(ImageName::parse)
                .filter(name::isSameRepository)
                .flatMap(known -> known.digest().stream())
                .findFirst();
        if (digest.isEmpty()) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    "Image '" + image
                            + "' is not started: it was made on this machine and no registry is known to have it,"
                            + " so that nobody can vouch for it. Push and sign it, remove it here so that the registry's is"
                            + " pulled, or run without --verify-signatures");
        }
        return digest;
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
