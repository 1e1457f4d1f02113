package io.mcpgateway.starter;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.ToolEntry;
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
        add(
                entries,
                TimeProvider.NAME,
                "Time",
                "Tells the time in any zone and converts between zones",
                """
                {"name":"time","description":"The zone","type":"object","properties":{"timezone":{"type":"string",
                "description":"The zone that is meant when a call names none, such as Europe/Berlin"}},
                "required":[]}""",
                tool("get_current_time", "Tells the current date and time in a time zone."),
                tool("convert_time", "Converts a time of day, or a date and time, from one time zone to another."),
                tool("list_timezones", "Finds the IANA names of time zones by words such as a city or a continent."));
        add(
                entries,
                MemoryProvider.NAME,
                "Memory",
                "Remembers things, facts about them and how they relate, in a file of yours",
                """
                {"name":"memory","description":"The memory","type":"object","properties":{"file":{"type":"string",
                "description":"Where the memory is kept; by default memory/memory.jsonl in the gateway's home"}},
                "required":[]}""",
                tool(
                        "create_entities",
                        "Remembers new entities: people, things, places, ideas. Existing names stay as they are."),
                tool("create_relations", "Remembers how entities relate to each other."),
                tool("add_observations", "Remembers facts about entities that exist."),
                tool("delete_entities", "Forgets entities and their relations."),
                tool("delete_observations", "Forgets facts about entities."),
                tool("delete_relations", "Forgets relations."),
                tool("read_graph", "Shows the whole memory, up to 500 entities."),
                tool("search_nodes", "Finds entities that hold all words of the query in name, type or observations."),
                tool("open_nodes", "Shows entities by name, with their relations."));
        add(
                entries,
                FilesProvider.NAME,
                "Files",
                "Reads, searches and writes text files in the directories that you name, and nowhere else",
                """
                {"name":"files","description":"The directories","type":"object","properties":{"directories":{"type":"array",
                "items":{"type":"string"},"description":"The directories, as absolute paths"},
                "readOnly":{"type":"boolean","description":"Whether files can only be read"}},
                "required":["directories"]}""",
                tool("list_allowed_directories", "Lists the directories that the other tools may touch."),
                tool("read_text_file", "Reads a UTF-8 text file, whole or some lines of it."),
                tool("list_directory", "Lists what a directory holds, with type, size and time of change."),
                tool(
                        "search_files",
                        "Finds files and directories by name pattern, down the whole tree, and optionally only text files that contain a text."),
                tool("get_file_info", "Tells type, size and time of change of a file or directory."),
                tool("write_file", "Writes a UTF-8 text file, in place of an earlier one. The directory must exist."),
                tool(
                        "edit_file",
                        "Replaces pieces of a text file. Each old text must occur exactly once; all edits are made or none."));
        return entries;
    }

    /** What a server offers, for those who look before it runs; a test compares it with what it lists then. */
    private static ToolEntry tool(String name, String description) {
        return new ToolEntry(name, JsonText.of("{\"name\":\"" + name + "\",\"description\":\"" + description + "\"}"));
    }

    private static void add(
            Map<String, ServerEntry> entries,
            String name,
            String title,
            String description,
            String schema,
            ToolEntry... tools) {
        StringBuilder raw = new StringBuilder("{\"type\":\"jvm\",\"provider\":\"" + name + "\",\"title\":\"" + title
                + "\",\"description\":\"" + description + "\",\"config\":[" + schema + "],\"tools\":[");
        for (int i = 0; i < tools.length; i++) {
            raw.append(i == 0 ? "" : ",").append(tools[i].raw());
        }
        entries.put(
                name,
                ServerEntry.builder(name, ServerType.JVM)
                        .title(title)
                        .description(description)
                        .provider(name)
                        .isolation(Isolation.SHARED)
                        .configSchemas(List.of(JsonText.of(schema)))
                        .tools(List.of(tools))
                        .raw(JsonText.of(raw.append("]}").toString()))
                        .build());
    }
}
