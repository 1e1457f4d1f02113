package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.ContainerImages;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.spi.EventSink;
import java.util.Optional;
import java.util.function.Function;

/** Images that describe themselves: a label holds what a catalog would say of them. */
final class ImageServers {
    private static final String LABEL = "io.docker.server.metadata";

    private final Function<String, Known> images;

    /**
     * An image that is here.
     *
     * @param facts what the engine says of it
     * @param pulled whether it was not here before
     */
    record Known(ImageFacts facts, boolean pulled) {}

    ImageServers(Session session) {
        this(reference -> known(session, reference));
    }

    ImageServers(Function<String, Known> images) {
        this.images = images;
    }

    private static Known known(Session session, String reference) {
        ConsoleEvents events = new ConsoleEvents(session, EventSink.Level.WARN);
        try (ContainerImages images =
                ContainerImages.open(session.home(), session.console().environment(), events)) {
            Optional<ImageFacts> present = images.find(reference);
            if (present.isPresent()) {
                return new Known(present.get(), false);
            }
            session.console().err().println("Pulling " + reference + " …");
            return new Known(images.prepare(reference, io.mcpgateway.spi.ContainerRuntime.PullProgress.NONE), true);
        }
    }

    ObjectNode resolve(String image) {
        if (image.isBlank()) {
            throw new ConfigException("invalid server value: docker://: an image is expected behind it");
        }
        Known known = images.apply(image);
        String label = known.facts.labels().getOrDefault(LABEL, "");
        if (label.isBlank()) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "image " + image + " is not a self-describing image: it has no label " + LABEL
                            + "; a file:// reference can describe it");
        }
        String pinned = pinned(image, known);
        ObjectNode server =
                Json.mapper().createObjectNode().put("type", "image").put("image", pinned);
        server.putObject("snapshot").set("server", ImageLabel.entry(image, pinned, label));
        return server;
    }

    /** What came from a registry under a tag is kept by its digest: the tag may be another image's tomorrow. */
    private static String pinned(String image, Known known) {
        if (!known.pulled || image.contains("@")) {
            return image;
        }
        int colon = image.lastIndexOf(':');
        String name = colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
        return known.facts.digests().stream()
                .map(reference -> reference.substring(reference.indexOf('@') + 1))
                .findFirst()
                .map(digest -> name + "@" + digest)
                .orElse(image);
    }
}
