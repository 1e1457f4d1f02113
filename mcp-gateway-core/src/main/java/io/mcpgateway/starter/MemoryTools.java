package io.mcpgateway.starter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolArguments;
import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.starter.MemoryGraph.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToIntFunction;

/** The tools of the server {@code memory}. Thread-safe. */
final class MemoryTools {
    private static final int MOST_SHOWN = 500;
    private static final String READS = "{\"readOnlyHint\":true,\"destructiveHint\":false,\"openWorldHint\":false}";
    private static final String ADDS =
            "{\"readOnlyHint\":false,\"destructiveHint\":false,\"idempotentHint\":true,\"openWorldHint\":false}";
    private static final String DELETES =
            "{\"readOnlyHint\":false,\"destructiveHint\":true,\"idempotentHint\":true,\"openWorldHint\":false}";
    private static final String STRINGS = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}";
    private static final String RELATION = """
            {"type":"object","properties":{"from":{"type":"string","description":"Name of an entity"},
            "to":{"type":"string","description":"Name of an entity"},
            "relationType":{"type":"string","description":"In the active voice, such as works_for"}},
            "required":["from","to","relationType"]}""";
    private static final String ENTITY = """
            {"type":"object","properties":{"name":{"type":"string"},"entityType":{"type":"string"},
            "observations":%s},"required":["name","entityType","observations"]}""".formatted(STRINGS);
    private static final String GRAPH = object(
            "\"entities\":" + array(ENTITY) + ",\"relations\":" + array(RELATION)
                    + ",\"total\":{\"type\":\"integer\",\"description\":\"Entities found, shown or not\"}",
            "\"entities\",\"relations\",\"total\"");
    private static final String COUNT = object("\"count\":{\"type\":\"integer\"}", "\"count\"");

    private final MemoryFile file;

    MemoryTools(MemoryFile file) {
        this.file = file;
    }

    List<JavaTool> all() {
        return List.of(
                tool("create_entities", "Create entities", ADDS, COUNT)
                        .description(
                                "Remembers new entities: people, things, places, ideas. Existing names stay as they are.")
                        .inputSchema(object("\"entities\":" + array(ENTITY), "\"entities\""))
                        .build(this::createEntities),
                tool("create_relations", "Create relations", ADDS, COUNT)
                        .description("Remembers how entities relate to each other.")
                        .inputSchema(object("\"relations\":" + array(RELATION), "\"relations\""))
                        .build(this::createRelations),
                tool("add_observations", "Add observations", ADDS, COUNT)
                        .description("Remembers facts about entities that exist.")
                        .inputSchema(observations("contents"))
                        .build(this::addObservations),
                tool("delete_entities", "Delete entities", DELETES, COUNT)
                        .description("Forgets entities and their relations.")
                        .inputSchema(object("\"entityNames\":" + STRINGS, "\"entityNames\""))
                        .build(arguments -> counted(graph -> graph.deleteEntities(arguments.strings("entityNames")))),
                tool("delete_observations", "Delete observations", DELETES, COUNT)
                        .description("Forgets facts about entities.")
                        .inputSchema(observations("deletions"))
                        .build(this::deleteObservations),
                tool("delete_relations", "Delete relations", DELETES, COUNT)
                        .description("Forgets relations.")
                        .inputSchema(object("\"relations\":" + array(RELATION), "\"relations\""))
                        .build(this::deleteRelations),
                tool("read_graph", "Read everything", READS, GRAPH)
                        .description("Shows the whole memory, up to " + MOST_SHOWN + " entities.")
                        .build(arguments -> {
                            MemoryGraph graph = file.read();
                            return shown(graph, graph.names());
                        }),
                tool("search_nodes", "Search", READS, GRAPH)
                        .description("Finds entities that hold all words of the query in name, type or observations.")
                        .inputSchema(object("\"query\":{\"type\":\"string\"}", "\"query\""))
                        .build(arguments -> {
                            MemoryGraph graph = file.read();
                            return shown(graph, graph.search(arguments.string("query")));
                        }),
                tool("open_nodes", "Open", READS, GRAPH)
                        .description("Shows entities by name, with their relations.")
                        .inputSchema(object("\"names\":" + STRINGS, "\"names\""))
                        .build(arguments -> {
                            MemoryGraph graph = file.read();
                            LinkedHashSet<String> names = new LinkedHashSet<>(arguments.strings("names"));
                            names.retainAll(graph.names());
                            return shown(graph, names);
                        }));
    }

    private static JavaTool.Builder tool(String name, String title, String annotations, String output) {
        return JavaTool.builder(name).title(title).annotations(annotations).outputSchema(output);
    }

    private static String object(String properties, String required) {
        return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required + "]}";
    }

    private static String array(String items) {
        return "{\"type\":\"array\",\"items\":" + items + "}";
    }

    private static String observations(String member) {
        String item = object(
                "\"entityName\":{\"type\":\"string\"},\"observations\":" + STRINGS, "\"entityName\",\"observations\"");
        return object("\"" + member + "\":" + array(item), "\"" + member + "\"");
    }

    private ToolResult createEntities(ToolArguments arguments) {
        return counted(graph -> {
            int count = 0;
            for (ToolArguments entity : required(arguments, "entities")) {
                boolean added = graph.addEntity(
                        entity.string("name"), entity.string("entityType"), entity.strings("observations"));
                count += added ? 1 : 0;
            }
            return count;
        });
    }

    private ToolResult createRelations(ToolArguments arguments) {
        return counted(graph -> {
            int count = 0;
            for (Relation relation : relations(arguments)) {
                count += graph.addRelation(relation) ? 1 : 0;
            }
            return count;
        });
    }

    private ToolResult addObservations(ToolArguments arguments) {
        return counted(graph -> {
            int count = 0;
            for (ToolArguments each : required(arguments, "contents")) {
                count += graph.addObservations(each.string("entityName"), each.strings("observations"))
                        .size();
            }
            return count;
        });
    }

    private ToolResult deleteObservations(ToolArguments arguments) {
        return counted(graph -> {
            int count = 0;
            for (ToolArguments each : required(arguments, "deletions")) {
                count += graph.deleteObservations(each.string("entityName"), each.strings("observations"));
            }
            return count;
        });
    }

    private ToolResult deleteRelations(ToolArguments arguments) {
        return counted(graph -> {
            int count = 0;
            for (Relation relation : relations(arguments)) {
                count += graph.deleteRelation(relation) ? 1 : 0;
            }
            return count;
        });
    }

    private static List<Relation> relations(ToolArguments arguments) {
        List<Relation> relations = new ArrayList<>();
        for (ToolArguments each : required(arguments, "relations")) {
            relations.add(new Relation(each.string("from"), each.string("to"), each.string("relationType")));
        }
        return relations;
    }

    private static List<ToolArguments> required(ToolArguments arguments, String name) {
        if (!arguments.has(name)) {
            throw new ToolException("Argument '" + name + "' is missing");
        }
        return arguments.objects(name);
    }

    private ToolResult counted(ToIntFunction<MemoryGraph> change) {
        int count = file.update(change);
        return Trees.result(Trees.object().put("count", count));
    }

    private static ToolResult shown(MemoryGraph graph, Collection<String> names) {
        LinkedHashSet<String> first = new LinkedHashSet<>();
        names.stream().limit(MOST_SHOWN).forEach(first::add);
        ObjectNode part = graph.part(first);
        return Trees.result(part.put("total", names.size()));
    }
}
