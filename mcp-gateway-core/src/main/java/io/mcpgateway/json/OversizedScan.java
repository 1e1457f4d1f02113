package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the id of a message that passes by and is not kept. Follows strings and nesting only; what it is fed need not
 * be JSON at all. Confined to one thread.
 */
public final class OversizedScan {
    private static final int MAX_TOKEN = 1024;

    private long bytes;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean expectKey;
    private final ByteArrayOutputStream token = new ByteArrayOutputStream();
    private String key = "";
    private @Nullable JsonText id;
    private boolean request;

    /** Takes the next bytes. */
    public void feed(byte[] buffer, int offset, int count) {
        bytes += count;
        for (int i = offset; i < offset + count; i++) {
            step(buffer[i]);
        }
    }

    /** What was seen of the message, when it has ended. */
    public Oversized finish() {
        return new Oversized(bytes, id, request);
    }

    private void step(byte b) {
        if (inString) {
            keep(b);
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
            return;
        }
        switch (b) {
            case '"' -> {
                inString = true;
                keep(b);
            }
            case '{', '[' -> {
                depth++;
                expectKey = depth == 1;
                token.reset();
            }
            case '}', ']' -> {
                endOfValue();
                depth--;
            }
            case ',' -> {
                endOfValue();
                expectKey = depth == 1;
            }
            case ':' -> {
                if (depth == 1 && expectKey) {
                    key = token.toString(StandardCharsets.UTF_8);
                    expectKey = false;
                    request |= key.equals("\"method\"");
                    token.reset();
                }
            }
            case ' ', '\t', '\r', '\n' -> {
                // between tokens
            }
            default -> keep(b);
        }
    }

    /** A string or a number that can be put into an answer as it is, or null. */
    private static @Nullable JsonText scalar(byte[] bytes) {
        Cursor cursor = new Cursor(bytes, 0, bytes.length);
        int first = cursor.peek();
        if (first != '"' && first != '-' && !(first >= '0' && first <= '9')) {
            return null;
        }
        try {
            cursor.skipValue();
            return cursor.peek() == -1 ? JsonText.of(bytes) : null;
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    private void keep(byte b) {
        if (depth == 1 && token.size() < MAX_TOKEN) {
            token.write(b);
        }
    }

    private void endOfValue() {
        if (depth != 1) {
            return;
        }
        if (!expectKey && key.equals("\"id\"") && token.size() > 0 && token.size() < MAX_TOKEN) {
            id = scalar(token.toByteArray());
        }
        token.reset();
    }
}
