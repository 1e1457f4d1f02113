package io.mcpgateway.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/**
 * A key pair that signs images as {@code cosign} does, for tests of who may vouch for what.
 *
 * @param keys the pair
 * @param algorithm how it signs, as the JDK calls it
 */
public record CosignSigner(KeyPair keys, String algorithm) {
    /**
     * A new pair.
     *
     * @param key {@code EC}, {@code RSA} or {@code Ed25519}
     * @param algorithm how it signs, as the JDK calls it
     */
    public static CosignSigner create(String key, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(key);
            if (!key.equals("Ed25519")) {
                generator.initialize(key.equals("EC") ? 256 : 2048);
            }
            return new CosignSigner(generator.generateKeyPair(), algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new pair of the kind that {@code cosign} makes. */
    public static CosignSigner ecdsa() {
        return create("EC", "SHA256withECDSA");
    }

    /** The public key, as in a file. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** A signature in base64. */
    public String sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(bytes);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is signed for an image in the older form. */
    public static byte[] payload(String digest) {
        return ("{\"critical\":{\"identity\":{\"docker-reference\":\"it/tool\"},\"image\":{\"docker-manifest-digest\":\""
                        + digest + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A signature of a digest in the older form. */
    public RegistryPushes.Layer layer(String digest) {
        byte[] payload = payload(digest);
        return new RegistryPushes.Layer(payload, sign(payload));
    }

    /**
     * A sigstore bundle around a statement about a digest.
     *
     * @param predicate what kind of statement, such as {@code https://sigstore.dev/cosign/sign/v1}
     */
    public byte[] bundle(String digest, String predicate) {
        byte[] statement = ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                        + digest.substring("sha256:".length()) + "\"}}],\"predicateType\":\"" + predicate
                        + "\",\"predicate\":{}}")
                .getBytes(StandardCharsets.UTF_8);
        String type = "application/vnd.in-toto+json";
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(("DSSEv1 " + type.length() + " " + type + " " + statement.length + " ")
                .getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(statement);
        String signature = sign(signed.toByteArray());
        return ("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"publicKey\":"
                        + "{\"hint\":\"x\"}},\"dsseEnvelope\":{\"payload\":\""
                        + Base64.getEncoder().encodeToString(statement) + "\",\"payloadType\":\"" + type
                        + "\",\"signatures\":[{\"sig\":\"" + signature + "\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
