package io.mcpgateway.oci;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Decompresses a layer if it is compressed, up to a limit. Stateless. */
final class Inflater {
    private Inflater() {}

    /**
     * The document in a layer.
     *
     * @param what was tried, for errors
     * @param limit the most bytes that it may have
     */
    static byte[] plain(String what, byte[] layer, int limit) {
        if (startsWith(layer, 0x28, 0xb5, 0x2f, 0xfd)) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, what + ": its content is compressed with zstd, which is not supported");
        }
        if (!startsWith(layer, 0x1f, 0x8b)) {
            return layer;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(layer))) {
            byte[] plain = in.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw new GatewayException(
                        ErrorCode.LIMIT, what + ": its content has more than " + limit + " bytes when decompressed");
            }
            return plain;
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, what + ": its content cannot be decompressed: " + e.getMessage(), e);
        }
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
