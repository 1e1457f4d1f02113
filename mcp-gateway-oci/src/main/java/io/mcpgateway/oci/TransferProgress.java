package io.mcpgateway.oci;

/** Hears how far a transfer is. Called from threads of the HTTP client; must not block. */
@FunctionalInterface
public interface TransferProgress {
    /**
     * So much has been transferred.
     *
     * @param done bytes of the document that are there
     * @param total all of its bytes
     */
    void transferred(long done, long total);

    /** Hears nothing. */
    static TransferProgress none() {
        return (done, total) -> {};
    }
}
