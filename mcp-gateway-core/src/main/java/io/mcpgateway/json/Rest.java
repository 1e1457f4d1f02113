package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of an object that nobody here understands, so that they can be carried on. */
public final class Rest {
    private Rest() {}

    /**
     * The members of an object whose names are not in the index, as they are spelled, quotes included. Of two members of
     * one name the first counts.
     *
     * @throws MalformedMessageException if it is no object
     */
    public static Map<JsonText, JsonText> of(JsonText object, Members.Index known) throws MalformedMessageException {
        Map<JsonText, JsonText> rest = new LinkedHashMap<>();
        for (Entries.Entry entry : Entries.of(object)) {
            if (!known.has(entry.name())) {
                rest.putIfAbsent(entry.key(), entry.value());
            }
        }
        return rest;
    }
}
