package io.mcpgateway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A manifest or an index, as a registry gave it. The digest was computed from its bytes; everything else is the word of whoever
 * pushed it.
 *
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param layers what it is made of; empty for an index
 * @param manifests what an index lists; empty for a manifest
 */
public record OciManifest(String digest, List<OciContent> layers, List<OciContent> manifests) {
    /** So many layers or manifests are read; the others are not there. */
    public static final int MOST_CONTENTS = 256;

    /** Copies the lists. */
    public OciManifest {
        layers = List.copyOf(layers);
        manifests = List.copyOf(manifests);
    }

    /** Reads one; without layers and manifests if it is no valid JSON. */
    static OciManifest read(byte[] bytes) {
        JsonNode node = RegistryJson.lenient(bytes);
        return new OciManifest(
                OciArtifact.digest(bytes), contents(node.path("layers")), contents(node.path("manifests")));
    }

    private static List<OciContent> contents(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .limit(MOST_CONTENTS)
                .map(OciContent::read)
                .flatMap(Optional::stream)
                .toList();
    }
}
