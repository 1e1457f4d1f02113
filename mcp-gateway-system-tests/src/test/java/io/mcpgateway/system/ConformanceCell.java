package io.mcpgateway.system;

import java.util.Locale;

/**
 * One combination of what stands behind the gateway and what is asked of it.
 *
 * @param build which eras the server speaks
 * @param upstream how the gateway reaches it
 * @param revision whose scenarios are run
 */
record ConformanceCell(Build build, Upstream upstream, String revision) {
    /** The newest revision with a handshake. */
    static final String LEGACY = "2025-11-25";

    /** The first revision without. */
    static final String MODERN = "2026-07-28";

    /** The builds of the fixture. */
    enum Build {
        DUAL,
        LEGACY_ONLY,
        MODERN_ONLY
    }

    /** How the gateway reaches the server. */
    enum Upstream {
        STDIO,
        HTTP
    }

    /** Whether the server lacks the era of the client. */
    boolean isBridged() {
        return build == (revision.equals(LEGACY) ? Build.MODERN_ONLY : Build.LEGACY_ONLY);
    }

    @Override
    public String toString() {
        String name = build + " server on " + upstream;
        return name.toLowerCase(Locale.ROOT).replace('_', '-') + ", " + revision;
    }
}
