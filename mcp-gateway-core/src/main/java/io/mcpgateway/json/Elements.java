package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;

/** The elements of a JSON array, as slices. */
public final class Elements {
    private Elements() {}

    /** Whether a text starts as an array does; it may be broken further on. */
    public static boolean isArray(JsonText text) {
        return new Cursor(text.array(), text.offset(), text.length()).peek() == '[';
    }

    /**
     * Cuts an array into its elements.
     *
     * @param array a JSON array
     * @param most how many elements are accepted
     * @throws MalformedMessageException if it is no array, has more elements, or is followed by something
     */
    public static List<JsonText> of(JsonText array, int most) throws MalformedMessageException {
        Cursor cursor = new Cursor(array.array(), array.offset(), array.length());
        if (cursor.peek() != '[') {
            throw cursor.malformed("expected an array");
        }
        cursor.position++;
        List<JsonText> elements = new ArrayList<>();
        if (cursor.peek() == ']') {
            cursor.position++;
            return end(cursor, elements);
        }
        while (true) {
            int start = cursor.skipValue();
            elements.add(JsonText.of(cursor.buffer, start, cursor.position - start));
            if (elements.size() > most) {
                throw new MalformedMessageException(
                        MalformedMessageException.INVALID_REQUEST,
                        "Invalid message: an array of more than " + most + " elements",
                        null);
            }
            int next = cursor.peek();
            cursor.position++;
            if (next == ']') {
                return end(cursor, elements);
            }
            if (next != ',') {
                throw cursor.malformed("expected ',' or ']'");
            }
        }
    }

    private static List<JsonText> end(Cursor cursor, List<JsonText> elements) throws MalformedMessageException {
        if (cursor.peek() != -1) {
            throw cursor.malformed("text after the array");
        }
        return elements;
    }
}
