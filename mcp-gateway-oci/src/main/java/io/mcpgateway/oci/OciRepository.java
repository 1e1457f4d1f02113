package io.mcpgateway.oci;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.RegistryHttp.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a repository has: manifests, the blobs that they name, and what else refers to them. Everything that comes is
 * bounded, and compared with the digest that names it. Blocks; confined to one thread. Holds nothing that must be closed.
 */
public final class OciRepository {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** What registries answer that know nothing of such lists. */
    private static final Set<Integer> NO_SUCH_LIST = Set.of(400, 404, 405);

    private final RegistrySession session;
    private final Blobs blobs;
    private final OciReference reference;

    OciRepository(RegistrySession session, Blobs blobs, OciReference reference) {
        this.session = session;
        this.blobs = blobs;
        this.reference = reference;
    }

    /**
     * A manifest or an index.
     *
     * @param version a tag, or a digest
     * @return empty if the repository has none of that name, or there is no such repository
     * @throws GatewayException if the registry refuses or fails, or gives something of another digest
     */
    public Optional<OciManifest> manifest(String version) {
        return get("manifests/" + version, ArtifactManifest.ACCEPT, Set.of(404))
                .map(answer -> checked(answer, version))
                .map(OciManifest::read);
    }

    private byte[] checked(Answer answer, String version) {
        String digest = OciArtifact.digest(answer.body());
        answer.header("Docker-Content-Digest")
                .filter(said -> said.startsWith("sha256:"))
                .ifPresent(said -> Blobs.compare(session.what(), "the manifest", said, digest));
        if (OciReference.isDigest(version)) {
            Blobs.compare(session.what(), "the manifest", version, digest);
        }
        return answer.body();
    }

    /**
     * A blob.
     *
     * @param limit the most bytes that are accepted
     * @throws GatewayException if it is not there, is larger, or is not what its digest says
     */
    public byte[] blob(OciContent content, long limit) {
        if (content.size() > limit) {
            throw new GatewayException(
                    ErrorCode.LIMIT,
                    session.what() + ": a part has " + content.size() + " bytes, and " + limit + " are the most");
        }
        return blobs.download(session, new Descriptor(content.digest(), content.size()), TransferProgress.none());
    }

    /**
     * Manifests that say of themselves that they belong to the manifest of a digest. A registry that does not keep such a list
     * is asked for the tag under which clients keep it there.
     *
     * @param digest {@code sha256:} and 64 hexadecimal digits
     */
    public List<OciContent> referrers(String digest) {
        return get("referrers/" + digest, INDEX, NO_SUCH_LIST)
                .map(answer -> OciManifest.read(answer.body()))
                .or(() -> manifest(digest.replace(':', '-')))
                .map(OciManifest::manifests)
                .orElse(List.of());
    }

    private Optional<Answer> get(String path, String accept, Set<Integer> absent) {
        Answer answer =
                session.send("GET", session.address(path), accept, ArtifactManifest.LARGEST, PATIENCE, bytes -> {});
        if (absent.contains(answer.status())) {
            return Optional.empty();
        }
        Blobs.require(session, answer, 200);
        return Optional.of(answer);
    }

    /** The repository, with the tag or digest that it was opened with. */
    public OciReference reference() {
        return reference;
    }
}
