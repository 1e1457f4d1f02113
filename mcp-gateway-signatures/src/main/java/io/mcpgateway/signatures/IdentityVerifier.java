package io.mcpgateway.signatures;

import io.mcpgateway.model.ConfigException;
import java.util.Optional;

/**
 * Verifies bundles that were signed with an identity: a certificate that an authority gave to somebody who had shown who they
 * are, for a few minutes. Found with {@link java.util.ServiceLoader}; the constructor does nothing. Thread-safe.
 */
public interface IdentityVerifier {
    /**
     * Reads who the authorities are.
     *
     * @param trustedRoot a {@code trusted_root.json}
     * @throws ConfigException if it is none
     */
    Authorities authorities(byte[] trustedRoot);

    /** Those whose certificates and logs count. Thread-safe. */
    interface Authorities {
        /**
         * Why a bundle is of no use; empty if this identity signed the digest.
         *
         * @param bundle its bytes, of which nothing is believed
         * @param digest {@code sha256:} and 64 hexadecimal digits
         * @param issuer who vouched for the identity, exactly
         * @param subject the identity; one that ends in {@code *} is the beginning of several
         */
        Optional<String> objection(byte[] bundle, String digest, String issuer, String subject);
    }
}
