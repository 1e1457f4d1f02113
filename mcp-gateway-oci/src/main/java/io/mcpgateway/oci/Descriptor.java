package io.mcpgateway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;

/**
 * What a manifest says of a blob.
 *
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param size its number of bytes
 */
record Descriptor(String digest, long size) {
    /**
     * Reads one.
     *
     * @param what was tried, for errors
     * @param limit the most bytes that the blob may have
     */
    static Descriptor read(String what, JsonNode node, long limit) {
        String digest = node.path("digest").asText("");
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, what + ": the manifest names a blob by no SHA-256 digest");
        }
        JsonNode size = node.path("size");
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.asLong() < 0) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, what + ": the manifest gives a blob no size that can be");
        }
        if (size.asLong() > limit) {
            throw new GatewayException(
                    ErrorCode.LIMIT,
                    what + ": its content has " + size.asLong() + " bytes, and " + limit + " are the most");
        }
        return new Descriptor(digest, size.asLong());
    }
}
