package io.mcpgateway.signatures;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may vouch for some images. One signature of one of them is enough, whatever other signatures there are.
 *
 * @param images the images: {@code REGISTRY/PATH} or the beginning of it, up to a slash; {@code *} for all. Without a registry
 *     it is Docker Hub's
 * @param signatures the repository that has the signatures; empty if each image's own has
 * @param authorities who; not empty
 */
public record TrustRule(String images, Optional<String> signatures, List<? extends Authority> authorities) {
    /** All images. */
    public static final String ALL = "*";

    private static final Pattern PREFIX = Pattern.compile("[a-z0-9][a-z0-9._:/-]*");
    private static final String DOCKER_KEY = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETcvGv5qypnoxKkFIQOdXZ+2H6JN8
            8kmAQrMkTb6SmJ7BY59OJIOpTwdjD5joLot6zFs1Q7HHDmkF5HOaC8zSnA==
            -----END PUBLIC KEY-----
            """;

    /**
     * Checks and completes the parts.
     *
     * @throws ConfigException if one is wrong
     */
    public TrustRule {
        images = canonical(requireNonNull(images, "images"));
        signatures.ifPresent(TrustRule::checkRepository);
        authorities = List.copyOf(authorities);
        if (authorities.isEmpty()) {
            throw new ConfigException("the rule for images of '" + images + "' names nobody who may sign them");
        }
    }

    /** Docker's own images, {@code mcp/…} on Docker Hub, by the key that Docker publishes for them. */
    public static TrustRule docker() {
        return new TrustRule(
                "docker.io/mcp/",
                Optional.of("docker.io/mcp/signatures"),
                List.of(TrustedKey.parse("Docker's key for mcp/", DOCKER_KEY)));
    }

    private static String canonical(String text) {
        if (text.equals(ALL)) {
            return text;
        }
        int slash = text.indexOf('/');
        String first = slash < 0 ? text : text.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (!PREFIX.matcher(text).matches() || text.contains("//") || (host && slash < 0)) {
            throw new ConfigException("'" + text.replaceAll("\\p{Cc}", "?") + "' is no beginning of images' names:"
                    + " such as ghcr.io/acme/, or * for all images");
        }
        String rest = host ? text.substring(slash + 1) : text;
        String registry = host ? first : OciReference.HUB;
        boolean hub = registry.equals("index.docker.io") || registry.equals("registry-1.docker.io");
        return (hub ? OciReference.HUB : registry) + "/" + rest;
    }

    private static void checkRepository(String repository) {
        if (repository.contains("@") || repository.lastIndexOf(':') > repository.lastIndexOf('/')) {
            throw new ConfigException(
                    "'" + repository + "' has a tag or a digest, and names no repository of signatures");
        }
        OciReference.parse(repository);
    }

    /** Whether it holds for an image. */
    boolean covers(OciReference image) {
        String name = image.registry() + "/" + image.repository();
        // Docker's own images, such as "alpine", are named without their "library".
        return images.equals(ALL)
                || name.equals(images)
                || name.replaceFirst("^docker\\.io/library/", "docker.io/").equals(images)
                || name.startsWith(images.endsWith("/") ? images : images + "/");
    }

    /** Where the signatures of an image are. */
    OciReference signaturesOf(OciReference image, String digest) {
        return signatures.map(OciReference::parse).orElse(image).at(digest);
    }
}
