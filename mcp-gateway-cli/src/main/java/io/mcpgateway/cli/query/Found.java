package io.mcpgateway.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A value that an expression has come to, and where it lies, so that it can be deleted.
 *
 * @param value the value
 * @param parent the map or list that it lies in; null if it was made, is missing, or is the whole document
 * @param member its name, if it lies in a map
 * @param index its place, if it lies in a list
 */
record Found(JsonNode value, @Nullable JsonNode parent, String member, int index) {
    /** A value that lies nowhere. */
    static Found of(JsonNode value) {
        return new Found(value, null, "", -1);
    }
}
