package io.mcpgateway.egress.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Queries for names, as resolvers send them. */
public final class Queries {
    private Queries() {}

    /** A query with the id 0x1234. */
    public static byte[] of(String name, int type) {
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        query.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
            query.write(label.length());
            query.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        query.writeBytes(new byte[] {0, 0, (byte) type, 0, 1});
        return query.toByteArray();
    }
}
