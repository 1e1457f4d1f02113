package io.mcpgateway.sigstore;

import dev.sigstore.KeylessVerifier;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.signatures.IdentityVerifier;
import java.io.ByteArrayInputStream;

/** Verifies with sigstore's own library, offline. Thread-safe. */
public final class SigstoreIdentities implements IdentityVerifier {
    /** Does nothing. */
    public SigstoreIdentities() {}

    @Override
    public Authorities authorities(byte[] trustedRoot) {
        try {
            SigstoreTrustedRoot root = SigstoreTrustedRoot.from(new ByteArrayInputStream(trustedRoot));
            if (root.getCAs().isEmpty()
                    || root.getTLogs().isEmpty()
                    || root.getCTLogs().isEmpty()) {
                throw new ConfigException(
                        "the root of trust names no certificate authority, no transparency log or no log"
                                + " of certificates; is it a trusted_root.json?");
            }
            return new BundleCheck(
                    KeylessVerifier.builder().trustedRootProvider(() -> root).build());
        } catch (ConfigException e) {
            throw e;
        } catch (Exception e) {
            // Checked ones of six kinds, and unchecked ones for what is no certificate or key.
            throw new ConfigException("the root of trust cannot be read: " + BundleCheck.reason(e), e);
        }
    }
}
