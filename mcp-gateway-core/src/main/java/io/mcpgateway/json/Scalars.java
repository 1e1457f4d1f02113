package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;

/** Single JSON values, decoded. */
public final class Scalars {
    private Scalars() {}

    /** What a JSON string says. The text was checked before, and has no white space around it. */
    public static String string(JsonText quoted) {
        return Cursor.decode(quoted.array(), quoted.offset(), quoted.offset() + quoted.length());
    }
}
