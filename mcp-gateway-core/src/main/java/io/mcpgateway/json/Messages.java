package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Builds JSON-RPC messages around slices: one allocation, one copy of each slice. */
public final class Messages {
    private static final JsonText NULL = JsonText.of("null");
    private static final byte[] REQUEST = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] NOTIFICATION = ascii("{\"jsonrpc\":\"2.0\",\"method\":");
    private static final byte[] METHOD = ascii(",\"method\":");
    private static final byte[] PARAMS = ascii(",\"params\":");
    private static final byte[] RESULT = ascii(",\"result\":");
    private static final byte[] ERROR = ascii(",\"error\":");
    private static final byte[] END = ascii("}");
    private static final byte[] NOTHING = new byte[0];

    private Messages() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A request. */
    public static JsonText request(long id, String method, @Nullable JsonText params, JsonText extras) {
        return request(JsonText.of(Long.toString(id)), method, params, extras);
    }

    /** A request whose id is given as it is spelled. */
    public static JsonText request(JsonText id, String method, @Nullable JsonText params, JsonText extras) {
        return new Parts()
                .add(REQUEST)
                .add(id)
                .add(METHOD)
                .add(quote(method))
                .add(params == null ? NOTHING : PARAMS)
                .add(params)
                .add(extras)
                .add(END)
                .join();
    }

    /** A notification. */
    public static JsonText notification(String method, @Nullable JsonText params) {
        return new Parts()
                .add(NOTIFICATION)
                .add(quote(method))
                .add(params == null ? NOTHING : PARAMS)
                .add(params)
                .add(END)
                .join();
    }

    /** A response with a result. */
    public static JsonText result(JsonText id, JsonText result, JsonText extras) {
        return new Parts()
                .add(REQUEST)
                .add(id)
                .add(RESULT)
                .add(result)
                .add(extras)
                .add(END)
                .join();
    }

    /** A response with an error; a null id is allowed here, and only here. */
    public static JsonText error(@Nullable JsonText id, JsonText error, JsonText extras) {
        return new Parts()
                .add(REQUEST)
                .add(id == null ? NULL : id)
                .add(ERROR)
                .add(error)
                .add(extras)
                .add(END)
                .join();
    }

    /** A string as JSON, quotes included. */
    public static JsonText quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return JsonText.of(out.append('"').toString());
    }

    /** The text of a JSON string, quotes included, that was checked before; null if the value is no string. */
    public static @Nullable String unquote(JsonText value) {
        int end = value.offset() + value.length();
        return value.length() >= 2 && value.array()[value.offset()] == '"'
                ? Cursor.decode(value.array(), value.offset(), end)
                : null;
    }

    /** Collects up to nine parts and joins them. */
    private static final class Parts {
        private final Object[] parts = new Object[9];
        private int count;
        private int length;

        Parts add(byte[] part) {
            parts[count++] = part;
            length += part.length;
            return this;
        }

        Parts add(@Nullable JsonText part) {
            if (part != null && part.length() > 0) {
                parts[count++] = part;
                length += part.length();
            }
            return this;
        }

        JsonText join() {
            byte[] out = new byte[length];
            int at = 0;
            for (int i = 0; i < count; i++) {
                if (parts[i] instanceof JsonText text) {
                    System.arraycopy(text.array(), text.offset(), out, at, text.length());
                    at += text.length();
                } else {
                    byte[] bytes = (byte[]) parts[i];
                    System.arraycopy(bytes, 0, out, at, bytes.length);
                    at += bytes.length;
                }
            }
            return JsonText.of(out);
        }
    }
}
