package io.mcpgateway.catalog;

import java.util.Locale;
import java.util.Optional;

/** The names under which catalogs know the transports of remote servers. */
public final class RemoteTransports {
    /** The deprecated transport with two endpoints. */
    public static final String SSE = "sse";

    /** The transport of every newer revision. */
    public static final String STREAMABLE_HTTP = "streamable-http";

    private RemoteTransports() {}

    /** {@link #SSE} or {@link #STREAMABLE_HTTP}, which is meant if nothing is said; empty for an unknown name. */
    public static Optional<String> normalise(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "", "http", "streamable", "streaming", STREAMABLE_HTTP -> Optional.of(STREAMABLE_HTTP);
            case SSE -> Optional.of(SSE);
            default -> Optional.empty();
        };
    }
}
