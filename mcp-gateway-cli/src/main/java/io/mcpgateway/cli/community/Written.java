package io.mcpgateway.cli.community;

/**
 * A value as a catalog entry writes it.
 *
 * @param text text with {@code {{…}}} and {@code ${…}} in it
 * @param kind where it comes from
 */
record Written(String text, Kind kind) {
    /** Where a value comes from. */
    enum Kind {
        /** There is none. */
        NOTHING,
        /** The document, with what users fill in inside it at most. */
        FIXED,
        /** Configuration that must be there, or has a default. */
        ASKED,
        /** Configuration that may be missing. */
        OPTIONAL,
        /** A secret. */
        SECRET
    }

    static final Written NOTHING = new Written("", Kind.NOTHING);

    boolean isNothing() {
        return kind == Kind.NOTHING;
    }
}
