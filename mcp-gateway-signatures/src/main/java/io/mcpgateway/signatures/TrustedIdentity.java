package io.mcpgateway.signatures;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Somebody who signs without a key of their own, with a certificate for a few minutes that names them: a person by mail
 * address, a workflow by its URL. Immutable; thread-safe.
 */
public final class TrustedIdentity implements Authority {
    private final String issuer;
    private final String subject;
    private final String id;
    private final IdentityVerifier.Authorities authorities;

    private TrustedIdentity(String issuer, String subject, String id, IdentityVerifier.Authorities authorities) {
        this.issuer = issuer;
        this.subject = subject;
        this.id = id;
        this.authorities = authorities;
    }

    /**
     * An identity.
     *
     * @param issuer who vouches for it, exactly, such as {@code https://token.actions.githubusercontent.com}
     * @param subject what it is called there; one that ends in {@code *} is the beginning of several
     * @param trustedRoot a {@code trusted_root.json}: whose certificates and logs count
     * @throws ConfigException if something is wrong, or nothing on the class path can verify identities
     */
    public static TrustedIdentity of(String issuer, String subject, byte[] trustedRoot) {
        requireNonNull(issuer, "issuer");
        requireNonNull(subject, "subject");
        if (issuer.isBlank() || subject.isBlank() || subject.equals("*")) {
            throw new ConfigException("an identity needs an issuer and a subject, and not everybody's");
        }
        IdentityVerifier verifier = ServiceLoader.load(IdentityVerifier.class)
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "Nothing on the class path verifies signatures of identities; add mcp-gateway-sigstore"));
        String root = OciReference.digestOf(trustedRoot);
        return new TrustedIdentity(
                issuer,
                subject,
                "identity " + line(subject) + " of " + line(issuer) + " by root " + root,
                verifier.authorities(trustedRoot));
    }

    private static String line(String text) {
        return text.replaceAll("\\s+|\\p{Cc}", " ");
    }

    /** Subject, issuer and the digest of the root: whoever replaces that asks everybody anew. */
    @Override
    public String id() {
        return id;
    }

    /** Why a bundle is of no use; empty if this identity signed the digest. */
    Optional<String> objection(byte[] bundle, String digest) {
        return authorities.objection(bundle, digest, issuer, subject);
    }

    @Override
    public String toString() {
        return line(subject) + " (by " + line(issuer) + ")";
    }
}
