import io.mcpgateway.signatures.IdentityVerifier;
import io.mcpgateway.sigstore.SigstoreIdentities;

/** Verifies signatures of images that are made with an identity and no key. */
module io.mcpgateway.sigstore {
    requires transitive io.mcpgateway.signatures;
    requires static org.jspecify;
    requires sigstore.java;

    exports io.mcpgateway.sigstore;

    provides IdentityVerifier with
            SigstoreIdentities;
}
