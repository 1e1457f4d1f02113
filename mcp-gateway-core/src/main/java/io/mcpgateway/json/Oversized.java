package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message that was too large to keep, or is none.
 *
 * @param bytes its length
 * @param id its id as it is spelled, or null if none was found
 * @param request whether it has a method
 */
public record Oversized(long bytes, @Nullable JsonText id, boolean request) {
    /** What can be told of bytes that are no message: the id that they seem to have. */
    public static Oversized of(JsonText bytes) {
        OversizedScan scan = new OversizedScan();
        scan.feed(bytes.array(), bytes.offset(), bytes.length());
        return scan.finish();
    }

    /** The id if it is a whole number of at most 18 digits, else -1. */
    public long numericId() {
        if (id == null || id.length() > 18) {
            return -1;
        }
        String text = id.toString();
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
    }
}
