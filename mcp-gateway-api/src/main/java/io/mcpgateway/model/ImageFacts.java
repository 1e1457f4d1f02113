package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What an engine knows of an image that is present.
 *
 * @param reference the reference that was asked for
 * @param id the content id, {@code sha256:…}: the same bytes have the same id
 * @param labels the image's labels; untrusted text
 * @param digests the references {@code NAME@sha256:…} under which registries have these bytes, as far as they are known
 */
public record ImageFacts(String reference, String id, Map<String, String> labels, List<String> digests) {
    /** Copies the collections. */
    public ImageFacts {
        requireNonNull(reference, "reference");
        requireNonNull(id, "id");
        labels = Map.copyOf(labels);
        digests = List.copyOf(digests);
    }

    /** Facts of an image that no registry is known to have. */
    public ImageFacts(String reference, String id, Map<String, String> labels) {
        this(reference, id, labels, List.of());
    }
}
