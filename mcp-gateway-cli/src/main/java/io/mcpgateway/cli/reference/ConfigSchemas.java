package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.Map;

/** The shape that the description of a server's configuration must have, so that every program can read it. Stateless. */
final class ConfigSchemas {
    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean", "object", "array");
    private static final int MOST_LEVELS = 16;

    private ConfigSchemas() {}

    /**
     * Checks the list of schemas in an entry.
     *
     * @param who begins the message
     * @throws ConfigException if one has another shape
     */
    static void check(String who, JsonNode schemas) {
        if (schemas.isMissingNode() || schemas.isNull()) {
            return;
        }
        require(schemas.isArray(), who, "config is no list");
        for (int i = 0; i < schemas.size(); i++) {
            String at = "config[" + i + "]";
            JsonNode schema = schemas.get(i);
            require(schema.isObject(), who, at + " is not a map");
            for (String member : List.of("name", "description", "type")) {
                require(schema.path(member).isTextual(), who, at + " has no " + member + " field");
            }
            require(
                    schema.path("type").asText().equals("object"),
                    who,
                    at + ".type must be 'object', got '" + schema.path("type").asText() + "'");
            properties(who, at, schema, MOST_LEVELS);
        }
    }

    private static void properties(String who, String at, JsonNode schema, int levels) {
        JsonNode properties = schema.path("properties");
        if (properties.isMissingNode()) {
            return;
        }
        require(properties.isObject(), who, at + ".properties is not a map");
        require(levels > 0, who, at + " is nested more than " + MOST_LEVELS + " levels deep");
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            property(who, at + ".properties." + property.getKey(), property.getValue(), levels);
        }
    }

    private static void property(String who, String at, JsonNode schema, int levels) {
        require(schema.isObject(), who, at + " is not a map");
        require(schema.path("type").isTextual(), who, at + " has no type field");
        String type = schema.path("type").asText();
        require(TYPES.contains(type), who, at + ".type " + type + " is not supported");
        if (type.equals("object")) {
            require(schema.has("properties"), who, at + " is type 'object' but has no properties field");
            properties(who, at, schema, levels - 1);
        }
        if (type.equals("array")) {
            JsonNode items = schema.path("items");
            require(items.isObject(), who, at + " is type 'array' but has no items field");
            require(items.path("type").isTextual(), who, at + ".items has no type field");
            require(items.path("type").asText().equals("string"), who, at + ".items type must be string");
        }
    }

    private static void require(boolean good, String who, String problem) {
        if (!good) {
            throw new ConfigException(who + ": " + problem);
        }
    }
}
