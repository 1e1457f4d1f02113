package io.mcpgateway.remote;

import io.mcpgateway.model.GatewayException;
import java.time.Duration;

/** Fetches documents from untrusted addresses. Found with {@link java.util.ServiceLoader}. Blocks; thread-safe. */
public interface GuardedFetch {
    /**
     * Fetches with GET; follows redirects, each checked.
     *
     * @param url the address
     * @param access which addresses are exempt from the rules
     * @param maxBytes the largest body that is accepted
     * @param timeout for the whole fetch
     * @throws GatewayException if the address is refused, the status is not 200, or a limit is hit; with the code
     *     {@link io.mcpgateway.model.ErrorCode#NOT_FOUND} if the other side says that nothing is there
     */
    byte[] fetch(String url, RemoteAccess access, long maxBytes, Duration timeout);

    /** Like {@link #fetch(String, RemoteAccess, long, Duration)}, and tells how far it is, if it can. */
    default byte[] fetch(String url, RemoteAccess access, long maxBytes, Duration timeout, Progress progress) {
        return fetch(url, access, maxBytes, timeout);
    }

    /** Hears how far a fetch is, on any thread. */
    @FunctionalInterface
    interface Progress {
        /**
         * Some more has come.
         *
         * @param bytes how much has come so far
         * @param total how much it will be; negative if nobody knows
         */
        void received(long bytes, long total);
    }
}
