package io.mcpgateway.session;

import io.mcpgateway.model.Era;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The revisions of MCP that clients may speak, oldest first. What differs between them is a column here. */
enum Revision {
    V2024_11_05("2024-11-05", Era.LEGACY),
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    static final Revision NEWEST_LEGACY = V2025_11_25;

    private final String text;
    private final Era era;

    Revision(String text, Era era) {
        this.text = text;
        this.era = era;
    }

    String text() {
        return text;
    }

    /** Whether several messages may come as one array: 2025-03-26 brought that and 2025-06-18 took it away. */
    boolean hasBatches() {
        return this == V2025_03_26;
    }

    static Optional<Revision> of(String text, Era era) {
        return Arrays.stream(values())
                .filter(revision -> revision.era == era && revision.text.equals(text))
                .findFirst();
    }

    /** All texts of an era, oldest first. */
    static List<String> texts(Era era) {
        return Arrays.stream(values())
                .filter(revision -> revision.era == era)
                .map(Revision::text)
                .toList();
    }
}
