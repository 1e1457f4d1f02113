package io.mcpgateway.upstream;

import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server can do beyond its lists, as it declared it. Immutable.
 *
 * @param completions whether it completes arguments
 * @param logging whether it sends log messages
 * @param subscribe whether it tells of changes of single resources
 * @param tasks whether it makes tasks of tool calls (revision 2025-11-25)
 * @param extensions its extensions, name as it is spelled to settings
 */
public record Features(
        boolean completions, boolean logging, boolean subscribe, boolean tasks, Map<JsonText, JsonText> extensions) {
    /** None. */
    public static final Features NONE = new Features(false, false, false, false, Map.of());

    private static final int MOST_EXTENSIONS = 100;
    private static final int LONGEST_SETTINGS = 4096;
    private static final Members.Index CAPABILITIES =
            Members.Index.of(0, "completions", "logging", "resources", "tasks", "extensions");
    private static final Members.Index RESOURCES = Members.Index.of(0, "subscribe");
    private static final Members.Index TASKS = Members.Index.of(0, "requests");

    /** Copies the map, keeping its order. */
    public Features {
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** Reads the capabilities of a server. */
    static Features of(JsonText capabilities) throws MalformedMessageException {
        Members declared = Members.of(capabilities, CAPABILITIES);
        JsonText resources = object(declared.get(2));
        JsonText subscribe =
                resources == null ? null : Members.of(resources, RESOURCES).get(0);
        JsonText tasks = object(declared.get(3));
        Map<JsonText, JsonText> extensions = new LinkedHashMap<>();
        JsonText given = object(declared.get(4));
        if (given != null) {
            for (Entries.Entry entry : Entries.of(given)) {
                if (extensions.size() < MOST_EXTENSIONS && entry.value().length() <= LONGEST_SETTINGS) {
                    extensions.putIfAbsent(entry.key(), entry.value());
                }
            }
        }
        return new Features(
                declared.has(0),
                declared.has(1),
                subscribe != null && subscribe.toString().equals("true"),
                tasks != null && Members.of(tasks, TASKS).has(0),
                extensions);
    }

    private static @Nullable JsonText object(@Nullable JsonText value) {
        return value == null || value.array()[value.offset()] != '{' ? null : value;
    }

    /** What this or another server can do. */
    public Features or(Features other) {
        Map<JsonText, JsonText> all = new LinkedHashMap<>(extensions);
        other.extensions.forEach(all::putIfAbsent);
        return new Features(
                completions || other.completions,
                logging || other.logging,
                subscribe || other.subscribe,
                tasks || other.tasks,
                all);
    }
}
