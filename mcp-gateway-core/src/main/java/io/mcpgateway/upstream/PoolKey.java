package io.mcpgateway.upstream;

import io.mcpgateway.model.CapabilityProfile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a workload is kept under: everything by which two callers must not share.
 *
 * @param server the server
 * @param digest of its entry, configuration and the generation of its secrets
 * @param profile what was declared to it
 * @param session the session; empty if all may share it
 */
record PoolKey(String server, String digest, CapabilityProfile profile, String session) {
    static PoolKey of(ServerDefinition server, CapabilityProfile profile, String session) {
        return new PoolKey(server.name(), server.digest(), profile, session);
    }

    // Equality is written out: what a record would bring is spun anew at each start, which takes 5 ms.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PoolKey that
                && server.equals(that.server)
                && digest.equals(that.digest)
                && profile.equals(that.profile)
                && session.equals(that.session);
    }

    @Override
    public int hashCode() {
        return Objects.hash(server, digest, profile, session);
    }
}
