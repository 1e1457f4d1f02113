package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object that somebody asked for, found in one pass over the text. Values are slices; nothing is
 * parsed. Immutable after the scan.
 */
public final class Members {
    private final byte[] buffer;
    private final int start;
    private final int end;
    /** For each name, where its value starts and ends; 0, 0 if it is absent (no value starts at 0: a brace does). */
    private final int[] spans;

    private Members(byte[] buffer, int start, int end, int[] spans) {
        this.buffer = buffer;
        this.start = start;
        this.end = end;
        this.spans = spans;
    }

    /** A fixed set of names to look for, in an order that the caller knows. */
    public static final class Index {
        private final Names names;
        private final int guarded;

        private Index(int guarded, String... names) {
            this.guarded = guarded;
            this.names = new Names(names);
        }

        /** Names that may not come twice or in a variant spelling. */
        public static Index guarded(String... names) {
            return new Index(names.length, names);
        }

        /** Whether this is one of the names. */
        boolean has(String name) {
            return names.has(name);
        }

        /** Names of which the first {@code guarded} may not come twice or in a variant spelling. */
        public static Index of(int guarded, String... names) {
            return new Index(guarded, names);
        }
    }

    /**
     * Finds members of an object.
     *
     * @throws MalformedMessageException if it is no object, or a guarded member comes twice or in a variant spelling
     */
    public static Members of(JsonText object, Index index) throws MalformedMessageException {
        Cursor cursor = new Cursor(object.array(), object.offset(), object.length());
        Members members = scan(cursor, index, "the object", MalformedMessageException.INVALID_PARAMS, null);
        if (cursor.peek() != -1) {
            throw cursor.malformed("text after the value");
        }
        return members;
    }

    /** Scans the object at the cursor. Members that are not in the index go to {@code others}, if there is one. */
    static Members scan(Cursor cursor, Index index, String where, int code, @Nullable Others others)
            throws MalformedMessageException {
        if (cursor.peek() != '{') {
            throw new MalformedMessageException(code, "Invalid message: " + where + " is not an object", null);
        }
        int start = cursor.position++;
        int[] spans = new int[2 * index.names.size()];
        if (cursor.peek() == '}') {
            cursor.position++;
            return new Members(cursor.buffer, start, cursor.position, spans);
        }
        while (true) {
            if (cursor.peek() != '"') {
                throw cursor.malformed("expected a member name");
            }
            int keyStart = cursor.position;
            boolean plain = cursor.skipString();
            int keyEnd = cursor.position;
            cursor.expect(':');
            int valueStart = cursor.skipValue();
            int found = index.names.indexOf(cursor.buffer, keyStart, keyEnd, plain);
            if (found >= 0) {
                if (found < index.guarded && spans[2 * found + 1] != 0) {
                    throw twice(index.names.name(found), where, code);
                }
                spans[2 * found] = valueStart;
                spans[2 * found + 1] = cursor.position;
            } else {
                if (found == Names.VARIANT) {
                    refuseVariant(cursor, keyStart, keyEnd, index, where, code);
                }
                if (others != null) {
                    others.member(keyStart, keyEnd, cursor.position);
                }
            }
            int next = cursor.peek();
            cursor.position++;
            if (next == '}') {
                return new Members(cursor.buffer, start, cursor.position, spans);
            }
            if (next != ',') {
                cursor.position--;
                throw cursor.malformed("expected ',' or '}'");
            }
        }
    }

    private static void refuseVariant(Cursor cursor, int keyStart, int keyEnd, Index index, String where, int code)
            throws MalformedMessageException {
        String folded = Names.fold(Cursor.decode(cursor.buffer, keyStart, keyEnd));
        for (int i = 0; i < index.guarded; i++) {
            if (Names.fold(index.names.name(i)).equals(folded)) {
                throw twice(index.names.name(i), where, code);
            }
        }
    }

    private static MalformedMessageException twice(String name, String where, int code) {
        return new MalformedMessageException(
                code, "Member '" + name + "' of " + where + " is given twice or in a variant spelling", null);
    }

    /** Whether the member is there. */
    public boolean has(int index) {
        return spans[2 * index + 1] != 0;
    }

    /** The member's value as it is spelled, or null if it is absent. */
    public @Nullable JsonText get(int index) {
        if (!has(index)) {
            return null;
        }
        return JsonText.of(buffer, spans[2 * index], spans[2 * index + 1] - spans[2 * index]);
    }

    /** The member's value if it is a string, else null. */
    public @Nullable String string(int index) {
        if (!has(index) || buffer[spans[2 * index]] != '"') {
            return null;
        }
        return Cursor.decode(buffer, spans[2 * index], spans[2 * index + 1]);
    }

    /** The member's value if it is a whole number of at most 18 digits, else {@code otherwise}. */
    public long number(int index, long otherwise) {
        if (!has(index)) {
            return otherwise;
        }
        long value = 0;
        int digits = spans[2 * index + 1] - spans[2 * index];
        if (digits > 18) {
            return otherwise;
        }
        for (int i = spans[2 * index]; i < spans[2 * index + 1]; i++) {
            if (buffer[i] < '0' || buffer[i] > '9') {
                return otherwise;
            }
            value = 10 * value + buffer[i] - '0';
        }
        return value;
    }

    /** Where the member's value starts in the backing array. */
    public int startOf(int index) {
        return spans[2 * index];
    }

    /** Where the member's value ends in the backing array. */
    public int endOf(int index) {
        return spans[2 * index + 1];
    }

    /** The whole object. */
    public JsonText text() {
        return JsonText.of(buffer, start, end - start);
    }

    /** Hears of members that nobody asked for. */
    @FunctionalInterface
    interface Others {
        /** Name from keyStart to keyEnd, quotes included; value up to valueEnd. */
        void member(int keyStart, int keyEnd, int valueEnd) throws MalformedMessageException;
    }
}
