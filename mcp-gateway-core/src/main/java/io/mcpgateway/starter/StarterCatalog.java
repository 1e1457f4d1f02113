package io.mcpgateway.starter;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bundled catalog: the servers of this package. Immutable; reads no file. */
public final class StarterCatalog implements Catalog {
    /** The catalog's name. */
    public static final String NAME = "starter";

    private static final CatalogSnapshot SNAPSHOT = new CatalogSnapshot(NAME, "Starter", entries(), List.of());

    /** The bundled catalog. */
    public StarterCatalog() {}

    @Override
    public CatalogSnapshot read() {
        return SNAPSHOT;
    }

    private static Map<String, ServerEntry> entries() {
        Map<String, ServerEntry> entries = new LinkedHashMap<>();
        add(entries, TimeProvider.NAME, "Time", "Tells the time in any zone and converts between zones", """
                {"type":"object","properties":{"timezone":{"type":"string",
                "description":"The zone that is meant when a call names none, such as Europe/Berlin"}},
                "required":[]}""");
        add(
                entries,
                MemoryProvider.NAME,
                "Memory",
                "Remembers things, facts about them and how they relate, in a file of yours",
                """
                {"type":"object","properties":{"file":{"type":"string",
                "description":"Where the memory is kept; by default memory/memory.jsonl in the gateway's home"}},
                "required":[]}""");
        add(
                entries,
                FilesProvider.NAME,
                "Files",
                "Reads, searches and writes text files in the directories that you name, and nowhere else",
                """
                {"type":"object","properties":{"directories":{"type":"array","items":{"type":"string"},
                "description":"The directories, as absolute paths"},"readOnly":{"type":"boolean",
                "description":"Whether files can only be read"}},"required":["directories"]}""");
        return entries;
    }

    private static void add(
            Map<String, ServerEntry> entries, String name, String title, String description, String schema) {
        JsonText raw = JsonText.of("{\"type\":\"jvm\",\"provider\":\"" + name + "\",\"title\":\"" + title
                + "\",\"description\":\"" + description + "\"}");
        entries.put(
                name,
                ServerEntry.builder(name, ServerType.JVM)
                        .title(title)
                        .description(description)
                        .provider(name)
                        .isolation(Isolation.SHARED)
                        .configSchemas(List.of(JsonText.of(schema)))
                        .raw(raw)
                        .build());
    }
}
