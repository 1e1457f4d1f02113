package io.mcpgateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The revisions that may stand in the header {@code MCP-Protocol-Version}. */
final class Revisions {
    /** The revision whose requests stand alone. */
    static final String MODERN = "2026-07-28";

    private static final List<String> LEGACY = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    /** From this revision on an event without data is no surprise (SEP-1699). */
    private static final String PRIMING = "2025-11-25";

    private Revisions() {}

    /** Whether clients of this legacy revision know priming events. */
    static boolean knowsPriming(String revision) {
        return isLegacy(revision) && revision.compareTo(PRIMING) >= 0;
    }

    static boolean isLegacy(@Nullable String revision) {
        return revision != null && LEGACY.contains(revision);
    }

    static boolean isKnown(@Nullable String revision) {
        return MODERN.equals(revision) || isLegacy(revision);
    }

    /** The member {@code supported} of an error's data, as JSON. */
    static String supported() {
        return "[\"" + MODERN + "\",\"" + String.join("\",\"", LEGACY) + "\"]";
    }
}
