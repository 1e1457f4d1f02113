package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members of an object whose names are known at run time only, and all their values where a name comes more than once. */
public final class NamedMembers {
    private static final Members.Index NOTHING = Members.Index.of(0);

    private NamedMembers() {}

    /**
     * Finds members.
     *
     * @param object a JSON object
     * @param names the exact names
     * @param found gets the values of each name that is there, in order
     * @throws MalformedMessageException if it is no object
     */
    public static void of(JsonText object, Set<String> names, Map<String, List<JsonText>> found)
            throws MalformedMessageException {
        Cursor cursor = new Cursor(object.array(), object.offset(), object.length());
        Members.scan(
                cursor,
                NOTHING,
                "the object",
                MalformedMessageException.INVALID_PARAMS,
                (keyStart, keyEnd, valueEnd) -> {
                    String name = Cursor.decode(object.array(), keyStart, keyEnd);
                    if (names.contains(name)) {
                        Cursor value = new Cursor(object.array(), keyEnd, valueEnd - keyEnd);
                        value.expect(':');
                        int start = value.skipValue();
                        found.computeIfAbsent(name, key -> new ArrayList<>(1))
                                .add(JsonText.of(object.array(), start, valueEnd - start));
                    }
                });
    }
}
