package io.mcpgateway.session;

import io.mcpgateway.json.Canonical;
import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reduces what clients declare to capability profiles. Modern clients declare with every request, mostly the same, so that
 * what was reduced once is remembered. Thread-safe.
 */
final class Profiles {
    /** What is longer comes down to the members that the specification knows. */
    private static final int LONGEST = 4096;

    private static final int MOST_REMEMBERED = 256;
    private static final Set<String> KNOWN = Set.of("roots", "sampling", "elicitation", "tasks");

    private final Map<JsonText, CapabilityProfile> remembered = new ConcurrentHashMap<>();

    /** The profile of declared capabilities; the empty one if there are none. */
    CapabilityProfile of(@Nullable JsonText declared) {
        if (declared == null || declared.array()[declared.offset()] != '{' || declared.length() <= 2) {
            return CapabilityProfile.EMPTY;
        }
        CapabilityProfile profile = remembered.get(declared);
        if (profile != null) {
            return profile;
        }
        profile = reduce(declared);
        if (declared.length() <= LONGEST) {
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            // A copy: the slice would keep the whole message.
            remembered.put(JsonText.of(declared.toBytes()), profile);
        }
        return profile;
    }

    private static CapabilityProfile reduce(JsonText declared) {
        try {
            Map<String, String> members = new TreeMap<>();
            int length = 2;
            for (Entries.Entry entry : Entries.of(declared)) {
                String value = Canonical.of(entry.value());
                length += entry.key().length() + value.length() + 2;
                members.put(entry.key().toString(), value);
            }
            if (length > LONGEST) {
                members.keySet().removeIf(key -> !KNOWN.contains(key.substring(1, key.length() - 1)));
                members.replaceAll((key, value) -> value.length() > LONGEST / KNOWN.size() ? "{}" : value);
            }
            StringJoiner canonical = new StringJoiner(",", "{", "}");
            members.forEach((key, value) -> canonical.add(key + ":" + value));
            return new CapabilityProfile(canonical.toString());
        } catch (MalformedMessageException e) {
            return CapabilityProfile.EMPTY; // nested beyond reason: it declares nothing that anybody knows
        }
    }
}
