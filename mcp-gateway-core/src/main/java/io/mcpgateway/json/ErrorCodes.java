package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;

/** The codes of JSON-RPC errors. */
public final class ErrorCodes {
    private static final Members.Index ERROR = Members.Index.of(0, "code");

    private ErrorCodes() {}

    /**
     * The code of a response that is an error, else 0; also 0 if it is no integer. Looks no further than the first of the
     * members {@code result} and {@code error}, so that a large result costs nothing.
     *
     * @param response a response that the gateway gives, with one of both
     */
    public static int of(JsonText response) {
        Cursor cursor = new Cursor(response.array(), response.offset(), response.length());
        try {
            cursor.expect('{');
            while (cursor.peek() == '"') {
                int start = cursor.position;
                cursor.skipString();
                String name = Cursor.decode(cursor.buffer, start, cursor.position);
                cursor.expect(':');
                if (name.equals("result")) {
                    return 0;
                }
                int value = cursor.skipValue();
                if (name.equals("error")) {
                    return code(JsonText.of(cursor.buffer, value, cursor.position - value));
                }
                cursor.expect(',');
            }
            return 0;
        } catch (MalformedMessageException e) {
            return 0;
        }
    }

    private static int code(JsonText error) throws MalformedMessageException {
        JsonText code = Members.of(error, ERROR).get(0);
        if (code == null || code.length() > 11) {
            return 0;
        }
        try {
            return Integer.parseInt(code.toString());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
