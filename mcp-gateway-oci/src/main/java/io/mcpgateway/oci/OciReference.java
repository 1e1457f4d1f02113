package io.mcpgateway.oci;

import io.mcpgateway.model.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an artifact is called, taken apart by Docker's rules: without a registry it is on Docker Hub, without an organisation
 * there it is in {@code library}, without a tag and a digest it is {@code latest}.
 *
 * @param registry host, and port if one was given, in lower case; {@code docker.io} for Docker Hub
 * @param repository the whole path at the registry, such as {@code library/x}
 * @param tag the tag; empty if there is a digest, which says more
 * @param digest {@code sha256:} and 64 hexadecimal digits; empty if there is a tag
 */
public record OciReference(String registry, String repository, Optional<String> tag, Optional<String> digest)
        implements Comparable<OciReference> {
    /** Docker Hub. */
    public static final String HUB = "docker.io";

    private static final int LONGEST = 512;
    private static final int LONGEST_REPOSITORY = 255;
    private static final String LIBRARY = "library/";
    private static final Pattern HOST = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:]+\\])(?::[0-9]{1,5})?");
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Checks the parts. */
    public OciReference {
        if (tag.isPresent() == digest.isPresent()) {
            throw new IllegalArgumentException("Either a tag or a digest");
        }
    }

    /**
     * Reads a reference; a tag beside a digest is dropped.
     *
     * @throws ConfigException if it is none
     */
    public static OciReference parse(String text) {
        if (text.length() > LONGEST) {
            throw new ConfigException(
                    "reference must be a valid OCI reference, and not " + text.length() + " characters");
        }
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        String path = tagged ? name.substring(0, colon) : name;
        String tag = tagged ? name.substring(colon + 1) : "latest";
        int slash = path.indexOf('/');
        boolean hosted = slash > 0 && isHost(path.substring(0, slash));
        String host = hosted ? path.substring(0, slash).toLowerCase(Locale.ROOT) : HUB;
        String registry = host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? HUB : host;
        String repository = hosted ? path.substring(slash + 1) : path;
        if (registry.equals(HUB) && !repository.contains("/")) {
            repository = LIBRARY + repository;
        }
        check(text, HOST.matcher(registry).matches() && port(registry) && isAddress(registry), "the registry");
        boolean fits = repository.length() <= LONGEST_REPOSITORY;
        check(
                text,
                fits && REPOSITORY.matcher(repository).matches(),
                "the name, which is of lower-case letters, digits and . _ - /");
        check(text, TAG.matcher(tag).matches(), "the tag");
        if (at < 0) {
            return new OciReference(registry, repository, Optional.of(tag), Optional.empty());
        }
        String digest = text.substring(at + 1);
        check(text, DIGEST.matcher(digest).matches(), "the digest, which is sha256: and 64 hexadecimal digits");
        return new OciReference(registry, repository, Optional.empty(), Optional.of(digest));
    }

    /**
     * Reads a reference that something is to be written to.
     *
     * @throws ConfigException if it is none, or has a digest
     */
    public static OciReference parseTag(String text) {
        if (text.indexOf('@') >= 0) {
            throw new ConfigException(
                    "reference must be a valid OCI reference without a digest: '" + shown(text) + "'");
        }
        return parse(text);
    }

    private static boolean isHost(String first) {
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    private static boolean port(String host) {
        int colon = host.lastIndexOf(':');
        return colon <= host.lastIndexOf(']') || Integer.parseInt(host.substring(colon + 1)) < 65_536;
    }

    /** What {@link Origins} asks at must have a host in a URL, too. */
    private static boolean isAddress(String registry) {
        try {
            return new URI("http://" + registry).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void check(String text, boolean good, String part) {
        if (!good) {
            throw new ConfigException("'" + shown(text)
                    + "' is no reference: it must be a valid OCI reference, such as myorg/catalog:v1; wrong is "
                    + part);
        }
    }

    /** The text without what could steer a terminal. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cc}", "?");
    }

    /** Whether a text is {@code sha256:} and 64 hexadecimal digits. */
    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** What a registry calls these bytes: {@code sha256:} and 64 hexadecimal digits. */
    public static String digestOf(byte[] bytes) {
        return OciArtifact.digest(bytes);
    }

    /** The tag or the digest, as a registry is asked for it. */
    public String version() {
        return tag.or(() -> digest).orElseThrow();
    }

    /** The same repository's artifact of a digest. */
    public OciReference at(String exact) {
        return new OciReference(registry, repository, Optional.empty(), Optional.of(exact));
    }

    /** As it is written everywhere: without Docker Hub and its {@code library}, with tag or digest. */
    @Override
    public String toString() {
        return name()
                + tag.map(value -> ":" + value).orElse("")
                + digest.map(value -> "@" + value).orElse("");
    }

    private String name() {
        if (!registry.equals(HUB)) {
            return registry + "/" + repository;
        }
        boolean library = repository.startsWith(LIBRARY) && repository.indexOf('/', LIBRARY.length()) < 0;
        if (library) {
            return repository.substring(LIBRARY.length());
        }
        // A name whose first part could be taken for a registry keeps Docker Hub's.
        boolean ambiguous = isHost(repository.substring(0, repository.indexOf('/')));
        return ambiguous ? registry + "/" + repository : repository;
    }

    @Override
    public int compareTo(OciReference other) {
        return toString().compareTo(other.toString());
    }
}
