package io.mcpgateway.signatures;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.oci.OciContent;
import io.mcpgateway.oci.OciReference;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Signatures as sigstore bundles that refer to an image: an envelope (DSSE) around a statement (in-toto) about the image's
 * digest. Stateless.
 */
final class Bundles {
    /** How the types of bundles begin, whatever their version. */
    static final String TYPE = "application/vnd.dev.sigstore.bundle";

    /** What a statement is about that means no more than "this is signed"; others, such as a list of faults, vouch for nothing. */
    static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    static final String STATEMENT = "application/vnd.in-toto+json";

    private Bundles() {}

    static boolean isBundle(OciContent content) {
        return content.artifactType().startsWith(TYPE) || content.mediaType().startsWith(TYPE);
    }

    /** What a bundle claims. */
    static Claim claim(String where, byte[] bundle) {
        JsonNode envelope = SignatureJson.read(bundle).path("dsseEnvelope");
        byte[] payload = SignatureJson.base64(envelope.path("payload"));
        String type = envelope.path("payloadType").asText("");
        return new Claim(
                where,
                encoded(type, payload),
                // More than one signature is not allowed in a bundle.
                SignatureJson.base64(envelope.path("signatures").path(0).path("sig")),
                bundle,
                type.equals(STATEMENT) ? digest(payload) : Optional.empty());
    }

    /** What is signed of an envelope: its "pre-authentication encoding". */
    static byte[] encoded(String type, byte[] payload) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(typeBytes);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static Optional<String> digest(byte[] payload) {
        JsonNode statement = SignatureJson.read(payload);
        String hex =
                statement.path("subject").path(0).path("digest").path("sha256").asText("");
        boolean signed = statement.path("predicateType").asText("").equals(SIGNED)
                && statement.path("subject").size() == 1;
        return Optional.of("sha256:" + hex).filter(text -> signed && OciReference.isDigest(text));
    }
}
