package io.mcpgateway.files;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Problem;

/**
 * A region of a text.
 *
 * @param source the file or URL
 * @param line the line where it starts, from 1
 * @param column the column where it starts, from 1
 * @param start its first character, counted from 0 in the decoded text
 * @param end the character after its last one
 */
public record Place(String source, int line, int column, int start, int end) {
    /** Checks for null. */
    public Place {
        requireNonNull(source, "source");
    }

    /** {@code source:line:column}. */
    public String where() {
        return source + ":" + line + ":" + column;
    }

    /** Something is wrong here. */
    public Problem problem(String message) {
        return new Problem(where(), message);
    }

    /** Something is so wrong here that nothing can go on. */
    public ConfigException error(String message) {
        return new ConfigException(problem(message).toString());
    }
}
