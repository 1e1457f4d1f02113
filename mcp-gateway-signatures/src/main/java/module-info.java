/** Verifies who vouches for container images. */
module io.mcpgateway.signatures {
    requires transitive io.mcpgateway.api;
    requires transitive io.mcpgateway.oci;
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports io.mcpgateway.signatures;

    uses io.mcpgateway.signatures.IdentityVerifier;
}
