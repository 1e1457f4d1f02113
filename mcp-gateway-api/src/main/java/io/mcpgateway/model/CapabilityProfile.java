package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a client can do for servers, reduced to what changes a server's behaviour: roots, sampling with its parts,
 * elicitation modes, tasks, extension names. Part of the key of every link, workload and cached listing, so that no client
 * is ever served by a workload that was initialised for another profile.
 *
 * @param canonical the profile as canonical JSON: members sorted, no white space
 */
public record CapabilityProfile(String canonical) {
    /** A client that can do nothing for servers. */
    public static final CapabilityProfile EMPTY = new CapabilityProfile("{}");

    /** Checks for null. */
    public CapabilityProfile {
        requireNonNull(canonical, "canonical");
    }

    // Written out: every start needs them, and what a record would bring is spun anew each time, which takes 5 ms each.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CapabilityProfile that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }
}
