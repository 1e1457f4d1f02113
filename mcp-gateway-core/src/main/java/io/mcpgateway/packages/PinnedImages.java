package io.mcpgateway.packages;

import io.mcpgateway.image.ImageName;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The images that packages run in, each as the build that it stood for when it was first used. An image that a registry has
 * is known by its digest there, and can be had again; one that was made on this machine is known by its content alone. What
 * names its build itself is taken at its word. Thread-safe; calls block.
 */
final class PinnedImages {
    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

    private final ContainerRuntime runtime;
    private final PullProgress progress;
    private final EventSink events;
    private final FirstBuilds builds;

    PinnedImages(ContainerRuntime runtime, PullProgress progress, Path home, EventSink events) {
        this.runtime = runtime;
        this.progress = progress;
        this.events = events;
        this.builds = new FirstBuilds(home, events);
    }

    /** Looks, and fetches nothing. */
    Packages.Image look(String reference) {
        Optional<String> build = isExact(reference) ? Optional.of(reference) : builds.find(reference);
        Optional<ImageFacts> named = runtime.find(reference);
        if (build.isEmpty() || build.get().equals(reference)) {
            return new Packages.Image(build, named.map(ImageFacts::id), Optional.empty(), builds.file());
        }
        Optional<ImageFacts> same = named.filter(facts -> is(build.get(), facts));
        Optional<String> other = same.isPresent() ? Optional.empty() : named.map(facts -> build(reference, facts));
        // One that was made here is found by its reference alone, see again().
        Optional<ImageFacts> used = same.or(() -> isOfRegistry(build.get()) ? runtime.find(build.get()) : same);
        return new Packages.Image(build, used.map(ImageFacts::id), other, builds.file());
    }

    /**
     * Makes an image present, as the build that it stood for first.
     *
     * @throws GatewayException if it cannot be had, or stands for another build now; the message says what to do
     */
    ImageFacts prepare(String reference) {
        if (isExact(reference)) {
            return runtime.prepare(reference, progress);
        }
        Optional<String> first = builds.find(reference);
        if (first.isPresent()) {
            return again(reference, first.get());
        }
        ImageFacts now = runtime.prepare(reference, progress);
        String build = build(reference, now);
        String kept = builds.keep(reference, build);
        return kept.equals(build) ? now : again(reference, kept);
    }

    private ImageFacts again(String reference, String first) {
        if (!isOfRegistry(first)) {
            ImageFacts now = runtime.prepare(reference, progress);
            if (is(first, now)) {
                return now;
            }
            throw refused(reference, first, build(reference, now), null);
        }
        ImageFacts found;
        try {
            found = runtime.prepare(first, progress);
        } catch (GatewayException e) {
            Optional<ImageFacts> other = runtime.find(reference).filter(facts -> !is(first, facts));
            throw other.isEmpty() ? e : refused(reference, first, build(reference, other.get()), e);
        }
        runtime.find(reference)
                .filter(facts -> !is(first, facts))
                .ifPresent(facts -> events.event(
                        EventSink.Level.WARN,
                        "Packages run in the build that an image stood for when it was first used, and not in the one that it"
                                + " stands for now; to use that, delete its line from the file",
                        Map.of(
                                "image",
                                reference,
                                "used",
                                first,
                                "now",
                                build(reference, facts),
                                "file",
                                builds.file().toString())));
        return found;
    }

    private GatewayException refused(
            String reference, String first, String now, @Nullable GatewayException whyNotTheFirst) {
        String missing = whyNotTheFirst == null ? "" : ", which cannot be had: " + whyNotTheFirst.getMessage();
        return new GatewayException(
                ErrorCode.DENIED,
                "Packages do not run in image '" + reference + "': it stands for another build, " + now
                        + ", than when it was first used, " + first + missing
                        + ". To use the new one, delete the line of '"
                        + reference + "' from " + builds.file() + ", or name the build itself in place of '" + reference
                        + "'",
                whyNotTheFirst);
    }

    /** Whether a reference can stand for one build only. */
    static boolean isExact(String reference) {
        return isOfRegistry(reference) || ID.matcher(reference).matches();
    }

    private static boolean isOfRegistry(String build) {
        return ImageName.parse(build).digest().isPresent();
    }

    /** How the build that a reference stands for is written. */
    private static String build(String reference, ImageFacts facts) {
        ImageName name = ImageName.parse(reference);
        return facts.digests().stream()
                .map(ImageName::parse)
                .filter(known -> known.digest().isPresent() && name.isSameRepository(known))
                .findFirst()
                .map(known -> name.at(known.digest().orElseThrow()))
                .orElse(facts.id());
    }

    private static boolean is(String build, ImageFacts facts) {
        Optional<String> digest = ImageName.parse(build).digest();
        if (digest.isEmpty()) {
            return facts.id().equals(build);
        }
        return facts.id().equals(digest.get())
                || facts.digests().stream()
                        .anyMatch(known -> ImageName.parse(known).digest().equals(digest));
    }
}
