package io.mcpgateway.signatures;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key whose signatures count: ECDSA or RSA (PKCS #1 1.5) with SHA-256, or Ed25519, as {@code cosign} makes them.
 * Immutable; thread-safe.
 */
public final class TrustedKey implements Authority {
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");
    private static final int LONGEST_PEM = 16 << 10;
    private static final int SHORTEST_RSA = 2048;

    /** How keys of each algorithm sign. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "Ed25519");

    private final String name;
    private final String id;
    private final PublicKey key;

    private TrustedKey(String name, String id, PublicKey key) {
        this.name = name;
        this.id = id;
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param name what it is called in messages, such as the path of its file
     * @param pem one block {@code PUBLIC KEY}
     * @throws ConfigException if it is none, or too weak
     */
    public static TrustedKey parse(String name, String pem) {
        requireNonNull(name, "name");
        Matcher block = PEM.matcher(pem.length() > LONGEST_PEM ? "" : pem);
        if (!block.matches()) {
            throw new ConfigException(name + " is no public key: one block '-----BEGIN PUBLIC KEY-----' is expected"
                    + (pem.contains("PRIVATE KEY") ? ", and never a private key" : ""));
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(1).getBytes(StandardCharsets.US_ASCII));
            PublicKey key = decode(encoded);
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
                throw new ConfigException(name + " is a key of RSA with "
                        + rsa.getModulus().bitLength() + " bits; " + SHORTEST_RSA + " are the least");
            }
            return new TrustedKey(name, "key sha256:" + digest(key.getEncoded()), key);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new ConfigException(name + " is no public key that is known: ECDSA, RSA or Ed25519", e);
        }
    }

    private static PublicKey decode(byte[] encoded) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(spec);
            } catch (InvalidKeySpecException e) {
                // of another algorithm, or of none
            }
        }
        throw new InvalidKeySpecException("not a key");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** {@code key sha256:…}, over its encoding, the same whatever file it comes from. */
    @Override
    public String id() {
        return id;
    }

    /** Whether this key made the signature of these very bytes. Any bytes may be given. */
    boolean signed(byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), "Ed25519"));
            check.initVerify(key);
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature that cannot even be read is none of this key
        }
    }

    @Override
    public String toString() {
        return name + " (" + id.substring("key ".length(), "key sha256:".length() + 12) + "…)";
    }
}
