package io.mcpgateway.oci;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.RegistryHttp.Answer;
import java.net.ProxySelector;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pushes artifacts to registries and pulls them, by the distribution specification. Everything that comes is bounded and
 * compared with the digest that names it. Logins go to the registry and to the token service that it declares, and nowhere
 * else. Plain HTTP is spoken with this machine only, and with what was exempted. Blocks; an interrupt ends a call.
 * Thread-safe.
 */
public final class OciRegistry {
    /** The largest document that is pushed or pulled. */
    public static final int MAX_BYTES = 16 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RegistryHttp http;
    private final Authorization authorization;
    private final Origins origins;
    private final Blobs blobs;
    private final TransferProgress progress;

    private OciRegistry(Builder builder) {
        this.http = new RegistryHttp(builder.proxies);
        this.origins = new Origins(builder.exempt);
        this.authorization = new Authorization(http, builder.logins, origins);
        this.blobs = new Blobs(builder.redirects, builder.transferTime);
        this.progress = builder.progress;
    }

    /** Says how registries are reached. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Pushes an artifact.
     *
     * @param reference where to; has a tag
     * @return the digest of its manifest, {@link OciArtifact#digest()}
     * @throws GatewayException if it is refused, or the registry stores something else
     */
    public String push(OciReference reference, OciArtifact artifact) {
        String what = "cannot push " + reference;
        if (reference.tag().isEmpty()) {
            throw new GatewayException(ErrorCode.CONFIGURATION, what + ": it has a digest, and no tag to push to");
        }
        if (artifact.content().length > MAX_BYTES) {
            throw new GatewayException(ErrorCode.LIMIT, what + ": its content has more than " + MAX_BYTES + " bytes");
        }
        RegistrySession session = new RegistrySession(http, authorization, origins, reference, "pull,push", what);
        blobs.upload(session, OciArtifact.configuration(), TransferProgress.none());
        blobs.upload(session, artifact.content(), progress);
        Answer answer = session.send(
                "PUT",
                session.address("manifests/" + reference.version()),
                OciArtifact.MANIFEST,
                BodyPublishers.ofByteArray(artifact.manifest()),
                PATIENCE);
        Blobs.require(session, answer, 201);
        announced(what, answer, artifact.digest());
        return artifact.digest();
    }

    /**
     * Pulls an artifact.
     *
     * @param type the manifest's {@code artifactType} that is expected
     * @throws GatewayException if there is none, it is of another type, it is too large, or a digest is wrong
     */
    public PulledArtifact pull(OciReference reference, String type) {
        String what = "cannot pull " + reference;
        RegistrySession session = new RegistrySession(http, authorization, origins, reference, "pull", what);
        Answer answer = session.send(
                "GET",
                session.address("manifests/" + reference.version()),
                ArtifactManifest.ACCEPT,
                ArtifactManifest.LARGEST,
                PATIENCE,
                bytes -> {});
        Blobs.require(session, answer, 200);
        String digest = OciArtifact.digest(answer.body());
        announced(what, answer, digest);
        reference.digest().ifPresent(expected -> Blobs.compare(what, "the manifest", expected, digest));
        String contentType = answer.header("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        Descriptor layer = ArtifactManifest.layer(what, answer.body(), contentType, type, MAX_BYTES);
        byte[] blob = blobs.download(session, layer, progress);
        return new PulledArtifact(digest, Inflater.plain(what, blob, MAX_BYTES));
    }

    /**
     * Opens the repository of a reference for reading.
     *
     * @param what is to be done, for errors, such as {@code cannot verify x}
     * @throws GatewayException if there is no registry, or it refuses
     */
    public OciRepository open(OciReference reference, String what) {
        RegistrySession session = new RegistrySession(http, authorization, origins, reference, "pull", what);
        return new OciRepository(session, blobs, reference);
    }

    /** A registry may say which digest something has; then it must be right. */
    private static void announced(String what, Answer answer, String digest) {
        answer.header("Docker-Content-Digest")
                .filter(said -> said.startsWith("sha256:"))
                .ifPresent(said -> Blobs.compare(what, "the manifest", said, digest));
    }

    /** How registries are reached. Not thread-safe. */
    public static final class Builder {
        private RegistryLogins logins = RegistryLogins.none();
        private Set<String> exempt = Set.of();
        private Optional<ProxySelector> proxies = Optional.empty();
        private TransferProgress progress = TransferProgress.none();
        private Duration transferTime = Duration.ofMinutes(5);
        private RedirectFetch redirects = (address, maxBytes, timeout) -> {
            throw new GatewayException(
                    ErrorCode.DENIED, "The registry keeps its content at another place, " + address.getAuthority());
        };

        private Builder() {}

        /** The user's logins; none are known otherwise. */
        public Builder logins(RegistryLogins value) {
            this.logins = requireNonNull(value, "value");
            return this;
        }

        /** Registries that may be spoken to without TLS: {@code HOST} or {@code HOST:PORT}. */
        public Builder allowPlainHttp(Collection<String> value) {
            this.exempt =
                    value.stream().map(place -> place.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
            return this;
        }

        /** Fetches content that a registry keeps elsewhere; such content is refused otherwise. */
        public Builder redirects(RedirectFetch value) {
            this.redirects = requireNonNull(value, "value");
            return this;
        }

        /** The proxies; the JVM's own otherwise, which come from system properties. */
        public Builder proxies(ProxySelector value) {
            this.proxies = Optional.of(value);
            return this;
        }

        /** Hears of transfers. */
        public Builder progress(TransferProgress value) {
            this.progress = requireNonNull(value, "value");
            return this;
        }

        /** How long the transfer of one document may take; 5 minutes otherwise. */
        public Builder transferTime(Duration value) {
            this.transferTime = requireNonNull(value, "value");
            return this;
        }

        /** A client that works so. */
        public OciRegistry build() {
            return new OciRegistry(this);
        }
    }
}
