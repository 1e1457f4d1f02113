package io.mcpgateway.oci;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A JSON document as an artifact: a manifest with an empty configuration and the document as its one layer. Which bytes the
 * manifest is made of follows from type and document alone, so its digest is known before anything is pushed. Immutable.
 */
public final class OciArtifact {
    /** The type of a catalog's manifest. */
    public static final String CATALOG = "application/vnd.docker.mcp.catalog.v1+json";

    /** The type of a profile's manifest. */
    public static final String PROFILE = "application/vnd.docker.mcp.profile.v1+json";

    /** What every manifest here is to a registry. */
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static final byte[] EMPTY = {'{', '}'};
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+/-]{0,254}");

    private final String type;
    private final byte[] content;
    private final byte[] manifest;

    private OciArtifact(String type, byte[] content, byte[] manifest) {
        this.type = type;
        this.content = content;
        this.manifest = manifest;
    }

    /**
     * An artifact of these parts.
     *
     * @param type the manifest's {@code artifactType}, a media type
     * @param content the document, as it goes into the layer
     */
    public static OciArtifact of(String type, byte[] content) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("Not a media type: " + type);
        }
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"artifactType\":\"" + type
                + "\",\"config\":" + descriptor("application/vnd.oci.empty.v1+json", EMPTY) + ",\"layers\":["
                + descriptor("application/json", content) + "]}";
        return new OciArtifact(type, content.clone(), manifest.getBytes(StandardCharsets.UTF_8));
    }

    private static String descriptor(String mediaType, byte[] bytes) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest(bytes) + "\",\"size\":" + bytes.length
                + "}";
    }

    /** {@code sha256:} and 64 hexadecimal digits. */
    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The empty configuration. */
    static byte[] configuration() {
        return EMPTY.clone();
    }

    /** The manifest's {@code artifactType}. */
    public String type() {
        return type;
    }

    /** The document. */
    public byte[] content() {
        return content.clone();
    }

    /** The manifest's bytes. */
    public byte[] manifest() {
        return manifest.clone();
    }

    /** What a registry calls it: {@code sha256:} and 64 hexadecimal digits. */
    public String digest() {
        return digest(manifest);
    }
}
