package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * Edits JSON text without parsing it: regions are replaced, everything else is copied as it is. Offsets are those of the
 * backing array, as {@link Members#startOf} gives them. Not thread-safe; used once.
 */
public final class Splice {
    private final JsonText base;
    private final List<Edit> edits = new ArrayList<>(2);

    private record Edit(int start, int end, JsonText text) {}

    /** Starts to edit a text. */
    public Splice(JsonText base) {
        this.base = base;
    }

    /** Replaces a region. Regions do not overlap and come in any order. */
    public Splice replace(int start, int end, JsonText text) {
        edits.add(new Edit(start, end, text));
        return this;
    }

    /** Replaces a slice of the same text. */
    public Splice replace(JsonText slice, JsonText text) {
        return replace(slice.offset(), slice.offset() + slice.length(), text);
    }

    /** Inserts members at the start of an object: {@code "a":1,"b":2}, without the comma after them. */
    public Splice prepend(JsonText object, String members) {
        int at = object.offset() + 1;
        return replace(at, at, JsonText.of(isEmpty(object) ? members : members + ","));
    }

    private static boolean isEmpty(JsonText object) {
        for (int i = object.offset() + 1; i < object.offset() + object.length(); i++) {
            byte b = object.array()[i];
            if (b == '}') {
                return true;
            }
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The edited text; the text itself if nothing was edited. */
    public JsonText apply() {
        if (edits.isEmpty()) {
            return base;
        }
        edits.sort((a, b) -> Integer.compare(a.start, b.start));
        int length = base.length();
        for (Edit edit : edits) {
            length += edit.text.length() - (edit.end - edit.start);
        }
        byte[] out = new byte[length];
        int from = base.offset();
        int to = 0;
        for (Edit edit : edits) {
            System.arraycopy(base.array(), from, out, to, edit.start - from);
            to += edit.start - from;
            System.arraycopy(edit.text.array(), edit.text.offset(), out, to, edit.text.length());
            to += edit.text.length();
            from = edit.end;
        }
        System.arraycopy(base.array(), from, out, to, base.offset() + base.length() - from);
        return JsonText.of(out);
    }
}
