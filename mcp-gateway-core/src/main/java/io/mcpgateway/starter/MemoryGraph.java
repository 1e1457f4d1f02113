package io.mcpgateway.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.jvm.ToolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Entities with observations, and relations between them, as trees, so that members that others wrote survive. Confined
 * to one call.
 */
final class MemoryGraph {
    private static final int MOST_ENTITIES = 10_000;
    private static final int MOST_RELATIONS = 50_000;
    private static final int MOST_OBSERVATIONS = 1_000;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_OBSERVATION = 8_192;

    private final Map<String, ObjectNode> entities = new LinkedHashMap<>();
    private final Map<Relation, ObjectNode> relations = new LinkedHashMap<>();

    private MemoryGraph() {}

    static MemoryGraph empty() {
        return new MemoryGraph();
    }

    /** Reads lines; blank ones are skipped. Anything that it does not understand is damage, so that nothing gets lost. */
    static MemoryGraph parse(String text, String file) {
        MemoryGraph graph = new MemoryGraph();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !graph.take(line)) {
                throw new ToolException("The memory file '" + file + "' is damaged in line " + number
                        + ". Nothing was changed; repair that line or move the file away");
            }
        }
        return graph;
    }

    private boolean take(String line) {
        JsonNode node;
        try {
            node = Trees.MAPPER.readTree(line);
        } catch (IOException e) {
            return false;
        }
        if (!(node instanceof ObjectNode object)) {
            return false;
        }
        String type = object.path("type").asText();
        if (type.equals("entity") && isEntity(object)) {
            return entities.putIfAbsent(object.path("name").textValue(), object) == null;
        }
        if (type.equals("relation") && isRelation(object)) {
            relations.putIfAbsent(Relation.of(object), object);
            return true;
        }
        return false;
    }

    private static boolean isEntity(ObjectNode node) {
        if (!node.path("name").isTextual() || !node.path("entityType").isTextual()) {
            return false;
        }
        for (JsonNode observation : node.path("observations")) {
            if (!observation.isTextual()) {
                return false;
            }
        }
        return node.path("observations").isArray();
    }

    private static boolean isRelation(ObjectNode node) {
        return node.path("from").isTextual()
                && node.path("to").isTextual()
                && node.path("relationType").isTextual();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        entities.values().forEach(entity -> text.append(Trees.line(entity)).append('\n'));
        relations.values().forEach(relation -> text.append(Trees.line(relation)).append('\n'));
        return text.toString();
    }

    /** False if there is one of that name already, which stays as it is. */
    boolean addEntity(String name, String entityType, List<String> observations) {
        if (entities.containsKey(name)) {
            return false;
        }
        limit(entities.size(), MOST_ENTITIES, "entities");
        ObjectNode entity = Trees.object()
                .put("type", "entity")
                .put("name", checked(name, "name", LONGEST_NAME))
                .put("entityType", checked(entityType, "entityType", LONGEST_NAME));
        entity.putArray("observations");
        entities.put(name, entity);
        addObservations(name, observations);
        return true;
    }

    /** Returns those that are new. */
    List<String> addObservations(String name, List<String> observations) {
        ArrayNode known = (ArrayNode) existing(name).path("observations");
        Set<String> texts = texts(known);
        List<String> added = new ArrayList<>();
        for (String observation : observations) {
            if (texts.add(checked(observation, "observation", LONGEST_OBSERVATION))) {
                limit(known.size(), MOST_OBSERVATIONS, "observations of '" + name + "'");
                known.add(observation);
                added.add(observation);
            }
        }
        return added;
    }

    private ObjectNode existing(String name) {
        ObjectNode entity = entities.get(name);
        if (entity == null) {
            throw new ToolException("There is no entity '" + name + "'; create_entities makes one");
        }
        return entity;
    }

    /** False if it is known already. */
    boolean addRelation(Relation relation) {
        existing(relation.from());
        existing(relation.to());
        checked(relation.type(), "relationType", LONGEST_NAME);
        if (relations.containsKey(relation)) {
            return false;
        }
        limit(relations.size(), MOST_RELATIONS, "relations");
        relations.put(relation, relation.toNode());
        return true;
    }

    /** Removes entities and their relations; returns how many entities there were. */
    int deleteEntities(Collection<String> names) {
        int before = entities.size();
        entities.keySet().removeAll(names);
        relations.keySet().removeIf(relation -> names.contains(relation.from()) || names.contains(relation.to()));
        return before - entities.size();
    }

    int deleteObservations(String name, Collection<String> observations) {
        ObjectNode entity = entities.get(name);
        if (entity == null) {
            return 0;
        }
        Set<String> texts = texts(entity.path("observations"));
        int before = texts.size();
        texts.removeAll(observations);
        ArrayNode left = entity.putArray("observations");
        texts.forEach(left::add);
        return before - texts.size();
    }

    boolean deleteRelation(Relation relation) {
        return relations.remove(relation) != null;
    }

    private static Set<String> texts(JsonNode observations) {
        Set<String> texts = new LinkedHashSet<>();
        observations.forEach(observation -> texts.add(observation.textValue()));
        return texts;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(entities.keySet());
    }

    /** The names of entities that hold every word of the query in name, type or observations. */
    List<String> search(String query) {
        String[] words = query.toLowerCase(Locale.ROOT).strip().split("\\s+");
        return entities.entrySet().stream()
                .filter(entry -> holdsAll(entry.getValue(), words))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean holdsAll(ObjectNode entity, String[] words) {
        StringBuilder text = new StringBuilder();
        text.append(entity.path("name").textValue()).append('\n');
        text.append(entity.path("entityType").textValue());
        entity.path("observations").forEach(observation -> text.append('\n').append(observation.textValue()));
        String lower = text.toString().toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!lower.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** These entities, and the relations that touch them. */
    ObjectNode part(Collection<String> names) {
        ObjectNode part = Trees.object();
        ArrayNode some = part.putArray("entities");
        names.stream()
                .filter(entities::containsKey)
                .forEach(name -> some.add(shown(entities.getOrDefault(name, Trees.object()))));
        ArrayNode between = part.putArray("relations");
        relations.forEach((relation, node) -> {
            if (names.contains(relation.from()) || names.contains(relation.to())) {
                between.add(shown(node));
            }
        });
        return part;
    }

    private static ObjectNode shown(ObjectNode node) {
        ObjectNode shown = node.deepCopy();
        shown.remove("type");
        return shown;
    }

    private static String checked(String text, String what, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new ToolException("Each " + what + " must have between 1 and " + longest + " characters");
        }
        return text;
    }

    private static void limit(int size, int most, String what) {
        if (size >= most) {
            throw new ToolException("The memory is full: it holds " + most + " " + what
                    + ", the most it can; delete what is no longer needed");
        }
    }

    /** A directed relation, such as Ada "works for" Acme. */
    record Relation(String from, String to, String type) {
        static Relation of(ObjectNode node) {
            return new Relation(
                    node.path("from").textValue(),
                    node.path("to").textValue(),
                    node.path("relationType").textValue());
        }

        ObjectNode toNode() {
            return Trees.object()
                    .put("type", "relation")
                    .put("from", from)
                    .put("to", to)
                    .put("relationType", type);
        }
    }
}
