package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a catalog held when it was read.
 *
 * @param name the catalog's name; its file or URL if it has none
 * @param displayName its name for people; may be empty
 * @param servers the entries by server name, in the catalog's order
 * @param problems entries that were left out, and why
 */
public record CatalogSnapshot(
        String name, String displayName, Map<String, ServerEntry> servers, List<Problem> problems) {
    /** Copies the collections, keeping their order. */
    public CatalogSnapshot {
        requireNonNull(name, "name");
        requireNonNull(displayName, "displayName");
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        problems = List.copyOf(problems);
    }
}
