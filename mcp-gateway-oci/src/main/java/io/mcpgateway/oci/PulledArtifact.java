package io.mcpgateway.oci;

/** An artifact as a registry gave it: whole, and with the digests that it was announced with. Immutable. */
public final class PulledArtifact {
    private final String digest;
    private final byte[] content;

    PulledArtifact(String digest, byte[] content) {
        this.digest = digest;
        this.content = content;
    }

    /** The digest of the manifest: {@code sha256:} and 64 hexadecimal digits. */
    public String digest() {
        return digest;
    }

    /** The document in the first layer, decompressed. */
    public byte[] content() {
        return content.clone();
    }
}
