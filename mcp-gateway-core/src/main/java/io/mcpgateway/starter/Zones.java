package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Time zones by the names that people and models write. */
final class Zones {
    private Zones() {}

    /** A region such as {@code Europe/Berlin}, in any case, or an offset such as {@code +02:00}. */
    static ZoneId parse(String text) {
        String wanted = text.strip();
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (id.equalsIgnoreCase(wanted)) {
                return ZoneId.of(id);
            }
        }
        try {
            return ZoneId.of(wanted);
        } catch (DateTimeException e) {
            throw new ToolException(
                    "Unknown time zone '" + abbreviated(wanted) + "'; list_timezones finds those that exist", e);
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    /** The regions whose name holds all words of the query, sorted. */
    static List<String> search(String query) {
        String[] words = query.toLowerCase(Locale.ROOT).strip().split("[\\s_]+");
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> holdsAll(id.toLowerCase(Locale.ROOT).replace('_', ' '), words))
                .sorted()
                .toList();
    }

    private static boolean holdsAll(String id, String[] words) {
        for (String word : words) {
            if (!id.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
