package io.mcpgateway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a manifest or an index says of something else that a registry has. All of it is the word of whoever pushed it.
 *
 * @param mediaType its media type; may be empty
 * @param artifactType what it is, if it is a manifest; may be empty
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param size its number of bytes
 * @param annotations by name
 */
public record OciContent(
        String mediaType, String artifactType, String digest, long size, Map<String, String> annotations) {
    private static final int MOST_ANNOTATIONS = 100;

    /** Copies the annotations. */
    public OciContent {
        annotations = Map.copyOf(annotations);
    }

    /** Reads one; empty if it names nothing that can be fetched. */
    static Optional<OciContent> read(JsonNode node) {
        String digest = node.path("digest").asText("");
        JsonNode size = node.path("size");
        if (!OciReference.isDigest(digest)
                || !size.isIntegralNumber()
                || !size.canConvertToLong()
                || size.asLong() < 0) {
            return Optional.empty();
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : node.path("annotations").properties()) {
            if (each.getValue().isTextual() && annotations.size() < MOST_ANNOTATIONS) {
                annotations.put(each.getKey(), each.getValue().asText());
            }
        }
        return Optional.of(new OciContent(
                node.path("mediaType").asText(""),
                node.path("artifactType").asText(""),
                digest,
                size.asLong(),
                annotations));
    }
}
