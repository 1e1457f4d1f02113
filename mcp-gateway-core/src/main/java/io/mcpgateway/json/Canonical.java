package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * One spelling for JSON texts that differ only in the order of members, in white space and in escapes: members are sorted
 * by name, strings have one spelling, nothing stands between tokens. Numbers stay as they are spelled, and of two members
 * of one name both stay, in their order: what is compared by this form can hide nothing from it.
 */
public final class Canonical {
    /** Deeper than any schema in use, and far from the end of a stack. */
    private static final int MAX_DEPTH = 200;

    private static final Comparator<Entries.Entry> BY_NAME = Comparator.comparing(Entries.Entry::name);

    private Canonical() {}

    /**
     * The canonical form of one value.
     *
     * @throws MalformedMessageException if it is no JSON, or nested deeper than 200
     */
    public static String of(JsonText value) throws MalformedMessageException {
        StringBuilder out = new StringBuilder(value.length());
        write(value, out, 0);
        return out.toString();
    }

    private static void write(JsonText value, StringBuilder out, int depth) throws MalformedMessageException {
        if (depth > MAX_DEPTH) {
            throw new MalformedMessageException(
                    MalformedMessageException.INVALID_PARAMS, "Invalid params: nested deeper than " + MAX_DEPTH, null);
        }
        switch (value.array()[value.offset()]) {
            case '{' -> object(value, out, depth);
            case '[' -> array(value, out, depth);
            case '"' ->
                out.append(
                        Messages.quote(Cursor.decode(value.array(), value.offset(), value.offset() + value.length())));
            default -> out.append(new String(value.array(), value.offset(), value.length(), StandardCharsets.US_ASCII));
        }
    }

    private static void object(JsonText value, StringBuilder out, int depth) throws MalformedMessageException {
        List<Entries.Entry> entries = Entries.of(value);
        entries.sort(BY_NAME);
        out.append('{');
        String comma = "";
        for (Entries.Entry entry : entries) {
            out.append(comma).append(Messages.quote(entry.name())).append(':');
            write(entry.value(), out, depth + 1);
            comma = ",";
        }
        out.append('}');
    }

    private static void array(JsonText value, StringBuilder out, int depth) throws MalformedMessageException {
        out.append('[');
        String comma = "";
        for (JsonText element : Elements.of(value, Integer.MAX_VALUE)) {
            out.append(comma);
            write(element, out, depth + 1);
            comma = ",";
        }
        out.append(']');
    }
}
