package io.mcpgateway.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.JsonText;
import java.util.Optional;

/**
 * What clients are told of a tool.
 *
 * @param title may be empty
 * @param description may be empty
 * @param schema of its arguments: an object
 * @param annotations its hints, if it has any
 */
record ToolDescription(String name, String title, String description, JsonText schema, Optional<JsonText> annotations) {

    /** Of what the catalog says; {@code schema} is what {@link #schema(JsonNode)} made of it. */
    static ToolDescription of(String name, JsonNode tool, ObjectNode schema) {
        JsonNode annotations = tool.path("annotations");
        return new ToolDescription(
                name,
                annotations.path("title").asText(""),
                tool.path("description").asText(""),
                JsonText.of(schema.toString()),
                annotations.isObject() && !annotations.isEmpty()
                        ? Optional.of(JsonText.of(annotations.toString()))
                        : Optional.empty());
    }

    /**
     * The schema of a tool's arguments: its {@code parameters} as they are, or what its {@code arguments} say, which is
     * how catalogs describe the tools of servers.
     *
     * @throws IllegalArgumentException if it is none that arguments could be held against
     */
    static ObjectNode schema(JsonNode tool) {
        JsonNode parameters = tool.path("parameters");
        if (parameters.isMissingNode() || parameters.isNull()) {
            return ofArguments(tool.path("arguments"));
        }
        if (!(parameters instanceof ObjectNode object)) {
            throw new IllegalArgumentException("its 'parameters' are not a map");
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.setAll(object);
        if (!"object".equals(schema.path("type").textValue())) {
            throw new IllegalArgumentException("the type of its 'parameters' is not 'object'");
        }
        JsonNode properties = schema.path("properties");
        if (!properties.isMissingNode() && !properties.isObject()) {
            throw new IllegalArgumentException("the 'properties' of its 'parameters' are not a map");
        }
        return schema;
    }

    private static ObjectNode ofArguments(JsonNode arguments) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (JsonNode argument : arguments) {
            String name = argument.path("name").asText("");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("one of its 'arguments' has no name");
            }
            ObjectNode property = properties.putObject(name);
            copy(argument, "type", property, "type");
            copy(argument, "items", property, "items");
            copy(argument, "desc", property, "description");
            if (!argument.path("optional").asBoolean(false)) {
                required.add(name);
            }
        }
        if (!properties.isEmpty()) {
            schema.set("properties", properties);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (from.hasNonNull(name)) {
            to.set(as, from.get(name));
        }
    }
}
