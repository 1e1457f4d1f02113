package io.mcpgateway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.Set;

/** What a registry says is the manifest of an artifact, read with care. Stateless. */
final class ArtifactManifest {
    /** Also what an artifact is not, so that the error can say what it is. */
    static final String ACCEPT = String.join(
            ", ",
            OciArtifact.MANIFEST,
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    /** Registries accept no larger one. */
    static final int LARGEST = 4 << 20;

    private static final Set<String> IMAGES =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");

    private ArtifactManifest() {}

    /**
     * The layer that holds the document.
     *
     * @param what was tried, for errors
     * @param type the {@code artifactType} that is expected
     * @param limit the most bytes that the layer may have
     * @throws GatewayException if it is no such artifact
     */
    static Descriptor layer(String what, byte[] manifest, String contentType, String type, long limit) {
        JsonNode node = RegistryJson.read(manifest)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.SERVER_UNAVAILABLE, what + ": the registry gave a manifest that is no valid JSON"));
        String mediaType = node.path("mediaType").asText(contentType);
        if (!mediaType.equals(OciArtifact.MANIFEST) || node.has("manifests")) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    what + ": it is no artifact of type " + type + " but " + "'" + RegistryErrors.oneLine(mediaType)
                            + "'");
        }
        String found = node.path("artifactType").asText("");
        if (!found.equals(type)) {
            boolean image =
                    IMAGES.contains(node.path("config").path("mediaType").asText(""));
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    what + ": artifact type "
                            + (found.isEmpty()
                                    ? image ? "(none, it is a container image)" : "(none)"
                                    : RegistryErrors.oneLine(found))
                            + " is not " + type);
        }
        JsonNode first = node.path("layers").path(0);
        if (!first.isObject()) {
            throw new GatewayException(ErrorCode.CONFIGURATION, what + ": the artifact has no layer");
        }
        return Descriptor.read(what, first, limit);
    }
}
