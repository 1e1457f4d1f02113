package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

/**
 * A package to run, and what the user allows it.
 *
 * @param reference the package
 * @param installScripts whether code of its own may run when it is fetched
 * @param unconfined whether it may run as a plain process where neither containers nor sandboxes are to be had
 */
public record PackageRequest(PackageReference reference, boolean installScripts, boolean unconfined) {
    /** Checks for null. */
    public PackageRequest {
        requireNonNull(reference, "reference");
    }
}
