package io.mcpgateway.model;

import java.util.Locale;
import java.util.Optional;

/** How long a workload lives, and so who may share its state. */
public enum Isolation {
    /** Fresh for each call. */
    CALL,
    /** One per client session. */
    SESSION,
    /** One for all clients. */
    SHARED;

    /** The spelling used in catalogs and flags. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the spelling used in catalogs and flags; empty if it is none of them. */
    public static Optional<Isolation> parse(String text) {
        for (Isolation isolation : values()) {
            if (isolation.text().equals(text)) {
                return Optional.of(isolation);
            }
        }
        return Optional.empty();
    }
}
