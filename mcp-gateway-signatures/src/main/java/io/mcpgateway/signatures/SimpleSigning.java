package io.mcpgateway.signatures;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.oci.OciContent;
import io.mcpgateway.oci.OciReference;
import java.util.Optional;
import java.util.Set;

/**
 * Signatures as layers of the manifest {@code sha256-….sig}: the layer is the signed text, which names the image's digest, and
 * an annotation is the signature. Stateless.
 */
final class SimpleSigning {
    static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    private static final Set<String> TYPES =
            Set.of("cosign container image signature", "https://sigstore.dev/cosign/sign/v1");

    private SimpleSigning() {}

    static boolean isSignature(OciContent layer) {
        return layer.mediaType().equals(MEDIA_TYPE) && layer.annotations().containsKey(SIGNATURE);
    }

    /** What a layer claims. */
    static Claim claim(String where, OciContent layer, byte[] payload) {
        return new Claim(
                where,
                payload,
                SignatureJson.base64(layer.annotations().getOrDefault(SIGNATURE, "")),
                new byte[0],
                digest(payload));
    }

    private static Optional<String> digest(byte[] payload) {
        JsonNode critical = SignatureJson.read(payload).path("critical");
        return Optional.of(critical.path("image").path("docker-manifest-digest").asText(""))
                .filter(OciReference::isDigest)
                .filter(text -> TYPES.contains(critical.path("type").asText("")));
    }
}
