package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What an engine knows of an image that is present.
 *
 * @param reference the reference that was asked for
 * @param id the content id, {@code sha256:…}: the same bytes have the same id
 * @param labels the image's labels; untrusted text
 */
public record ImageFacts(String reference, String id, Map<String, String> labels) {
    /** Copies the labels. */
    public ImageFacts {
        requireNonNull(reference, "reference");
        requireNonNull(id, "id");
        labels = Map.copyOf(labels);
    }
}
