package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

/**
 * Something wrong that does not stop everything else: where, what, and what to do.
 *
 * @param where file with line and column ({@code path:line:column}), flag, or server; may be empty
 * @param message what is wrong, and the remedy
 */
public record Problem(String where, String message) {
    /** Checks for null. */
    public Problem {
        requireNonNull(where, "where");
        requireNonNull(message, "message");
    }

    /** {@code where: message}. */
    @Override
    public String toString() {
        return where.isEmpty() ? message : where + ": " + message;
    }
}
