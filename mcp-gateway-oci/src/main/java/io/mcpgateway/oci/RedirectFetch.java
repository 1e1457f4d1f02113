package io.mcpgateway.oci;

import java.net.URI;
import java.time.Duration;

/**
 * Fetches what a registry keeps elsewhere. The address is a registry's word, so an implementation checks it; it gets no
 * credentials. Blocks; thread-safe.
 */
@FunctionalInterface
public interface RedirectFetch {
    /**
     * Fetches with GET.
     *
     * @param maxBytes the most that is accepted
     * @param timeout for all of it
     * @throws io.mcpgateway.model.GatewayException if the address is refused, the status is not 200, or a limit is hit
     */
    byte[] fetch(URI address, long maxBytes, Duration timeout);
}
