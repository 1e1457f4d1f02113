package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All members of a JSON object, as slices, in their order; duplicates included. */
public final class Entries {
    private static final Members.Index NOTHING = Members.Index.of(0);

    private Entries() {}

    /**
     * One member.
     *
     * @param key its name as it is spelled, quotes included
     * @param value its value as it is spelled
     */
    public record Entry(JsonText key, JsonText value) {
        /** The name. */
        public String name() {
            return Cursor.decode(key.array(), key.offset(), key.offset() + key.length());
        }
    }

    /**
     * Cuts an object into its members.
     *
     * @throws MalformedMessageException if it is no object
     */
    public static List<Entry> of(JsonText object) throws MalformedMessageException {
        List<Entry> entries = new ArrayList<>();
        Cursor cursor = new Cursor(object.array(), object.offset(), object.length());
        Members.scan(
                cursor,
                NOTHING,
                "the object",
                MalformedMessageException.INVALID_PARAMS,
                (keyStart, keyEnd, valueEnd) -> {
                    Cursor value = new Cursor(object.array(), keyEnd, valueEnd - keyEnd);
                    value.expect(':');
                    int valueStart = value.skipValue();
                    entries.add(new Entry(
                            JsonText.of(object.array(), keyStart, keyEnd - keyStart),
                            JsonText.of(object.array(), valueStart, valueEnd - valueStart)));
                });
        return entries;
    }

    /**
     * The members of an object but for some, as they are spelled and in their order, joined by commas: what is between the
     * braces of an object without those, or with others before them.
     *
     * @throws MalformedMessageException if it is no object, or has too many members
     */
    public static String but(JsonText object, Set<String> names) throws MalformedMessageException {
        StringBuilder kept = new StringBuilder();
        for (Entry entry : of(object)) {
            if (!names.contains(entry.name())) {
                kept.append(kept.length() > 0 ? "," : "")
                        .append(entry.key())
                        .append(':')
                        .append(entry.value());
            }
        }
        return kept.toString();
    }
}
