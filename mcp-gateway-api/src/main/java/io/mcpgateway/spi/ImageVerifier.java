package io.mcpgateway.spi;

import io.mcpgateway.model.GatewayException;

/**
 * Decides whether an image may be run, by who vouches for it. What is vouched for is a digest: the gateway asks for the digest
 * of a tag, has it verified, and starts that very digest. Implementations are thread-safe; calls may block, except for
 * {@link #covers}.
 */
public interface ImageVerifier extends AutoCloseable {
    /**
     * Whether there is a rule for this image. One without a rule is run as it is. Does no I/O.
     *
     * @param image an image reference, with tag, digest, both or neither
     * @throws GatewayException if it is no reference
     */
    boolean covers(String image);

    /**
     * The digest that the image's registry has under its tag now.
     *
     * @return {@code sha256:} and 64 hexadecimal digits
     * @throws GatewayException if there is no such image, or the registry cannot be asked
     */
    String resolve(String image);

    /**
     * Checks that somebody whom the rule trusts vouches for these bytes.
     *
     * @param image says the repository and which rule holds; its tag does not count
     * @param digest the digest of the image's manifest, or of its index of manifests
     * @throws GatewayException if nobody does, with {@link io.mcpgateway.model.ErrorCode#DENIED}, or if that cannot be found
     *     out; the message names the image, what was expected, and the remedy
     */
    void verify(String image, String digest);

    @Override
    default void close() {}
}
