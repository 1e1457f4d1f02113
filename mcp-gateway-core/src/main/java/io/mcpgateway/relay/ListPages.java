package io.mcpgateway.relay;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.upstream.Beside;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts lists into pages (MCP specification, server/utilities/pagination). A list that fits goes out whole, as the bytes
 * that the view has prepared. Immutable.
 */
final class ListPages {
    private final int mostEntries;
    private final int mostBytes;

    ListPages(Limits limits) {
        this.mostEntries = limits.listPageEntries();
        this.mostBytes = limits.listPageBytes();
    }

    /**
     * The result of a list request.
     *
     * @param list the list's member in the result
     * @param entries what the client may see
     * @param prepared the same as one JSON array
     * @param beside what servers wrote beside the entries; it goes with the first page
     * @param from what the client gave; null for the first page
     */
    Outcome page(String list, Collection<Target> entries, JsonText prepared, Beside beside, @Nullable ListCursor from) {
        if (from == null && entries.size() <= mostEntries && prepared.length() <= mostBytes) {
            return result(list, prepared, "", beside);
        }
        List<Target> all = List.copyOf(entries);
        int start = from == null ? 0 : from.startIn(all);
        int end = endOf(all, start);
        String next = end == all.size()
                ? ""
                : ",\"nextCursor\":\"" + ListCursor.before(end, all).text(list) + '"';
        return result(list, View.array(all.subList(start, end)), next, from == null ? beside : Beside.NOTHING);
    }

    /** At least one entry, however large it is: a page without any would never end. */
    private int endOf(List<Target> all, int start) {
        int end = start;
        long bytes = 0;
        while (end < all.size() && end - start < mostEntries) {
            bytes += all.get(end).definition().length() + 1;
            if (bytes > mostBytes && end > start) {
                return end;
            }
            end++;
        }
        return end;
    }

    private static Outcome result(String list, JsonText array, String next, Beside beside) {
        return Outcome.result(JsonText.of("{\"" + list + "\":" + array + next + beside.following() + "}"));
    }
}
