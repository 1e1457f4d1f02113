package io.mcpgateway.upstream;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Rest;
import io.mcpgateway.model.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What servers wrote beside the entries of their lists: members that the gateway does not understand and so does not lose.
 * When pages or servers are joined and two of them wrote the same member, the first one counts; {@code _meta} is joined key
 * by key. At most 1000 of each are kept of what is joined. Immutable.
 *
 * @param members the members by name, {@code _meta} among them; names as they are spelled, quotes included
 * @param meta the members of {@code _meta}, which count and not what stands among the members
 */
public record Beside(Map<JsonText, JsonText> members, Map<JsonText, JsonText> meta) {
    /** Nothing. */
    public static final Beside NOTHING = new Beside(Map.of(), Map.of());

    private static final int MOST = 1000;
    private static final JsonText META = JsonText.of("\"_meta\"");

    /** Who answered is the gateway to its clients, and it says so itself. */
    private static final Members.Index OWN = Members.Index.of(0, "io.modelcontextprotocol/serverInfo");

    /** Copies. */
    public Beside {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
    }

    /** Beside the members of the index. */
    static Beside of(JsonText page, Members.Index known) throws MalformedMessageException {
        Map<JsonText, JsonText> members = Rest.of(page, known);
        JsonText meta = members.get(META);
        if (meta == null) {
            return members.isEmpty() ? NOTHING : new Beside(members, Map.of());
        }
        Map<JsonText, JsonText> keys = meta.array()[meta.offset()] == '{' ? Rest.of(meta, OWN) : Map.of();
        if (keys.isEmpty()) {
            members.remove(META);
        }
        return new Beside(members, keys);
    }

    /** This and what another wrote that this did not. */
    public Beside and(Beside other) {
        if (other == NOTHING) {
            return this;
        }
        return this == NOTHING ? other : new Beside(union(members, other.members), union(meta, other.meta));
    }

    private static Map<JsonText, JsonText> union(Map<JsonText, JsonText> first, Map<JsonText, JsonText> second) {
        Map<JsonText, JsonText> all = new LinkedHashMap<>(first);
        second.forEach((name, value) -> {
            if (all.size() < MOST) {
                all.putIfAbsent(name, value);
            }
        });
        return all;
    }

    /** Whether so much was written that no more is kept. */
    boolean isFull() {
        return members.size() >= MOST || meta.size() >= MOST;
    }

    /** As members of an object in which others stand before: each starts with a comma. */
    public String following() {
        StringBuilder text = new StringBuilder();
        members.forEach((name, value) -> {
            text.append(',').append(name).append(':');
            if (name.equals(META)) {
                text.append('{');
                meta.forEach(
                        (key, said) -> text.append(key).append(':').append(said).append(','));
                text.setCharAt(text.length() - 1, '}');
            } else {
                text.append(value);
            }
        });
        return text.toString();
    }
}
