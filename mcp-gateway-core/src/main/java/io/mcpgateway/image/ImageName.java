package io.mcpgateway.image;

import java.util.Optional;

/**
 * An image reference taken apart, as far as it takes to start another version of the same repository.
 *
 * @param repository the reference without tag and digest, as it was written
 * @param digest such as {@code sha256:…}; empty if it names none
 */
public record ImageName(String repository, Optional<String> digest) {
    /** Takes a reference apart. */
    public static ImageName parse(String reference) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        int colon = name.lastIndexOf(':');
        return new ImageName(
                colon > name.lastIndexOf('/') ? name.substring(0, colon) : name,
                at < 0 ? Optional.empty() : Optional.of(reference.substring(at + 1)));
    }

    /** The reference of these bytes in this repository. */
    public String at(String exact) {
        return repository + "@" + exact;
    }

    /** Whether both are one repository; engines write the names of Docker Hub in more than one way. */
    public boolean isSameRepository(ImageName other) {
        return familiar(repository).equals(familiar(other.repository));
    }

    private static String familiar(String name) {
        String rest = name.replaceFirst("^(docker\\.io|index\\.docker\\.io|registry-1\\.docker\\.io)/", "");
        return rest.startsWith("library/") ? rest.substring("library/".length()) : rest;
    }
}
