package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server document lets a user fill in, as secrets and configuration of a catalog entry; in the document's order, so
 * that one document always gives the same entry. Confined to one thread.
 */
final class Inputs {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_.-]*)\\}");

    private final String server;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final ObjectNode properties = Json.mapper().createObjectNode();
    private final ArrayNode required = Json.mapper().createArrayNode();

    /** The inputs of a server under its name in catalogs. */
    Inputs(String server) {
        this.server = server;
    }

    /**
     * The value of an input as the catalog writes it, with its variables noted.
     *
     * @param name what the input itself is called, for one that the user fills in whole; empty if it has no name
     * @return empty if there is nothing to write
     */
    String value(String name, JsonNode input) {
        JsonNode variables = input.path("variables");
        variables.properties().forEach(each -> note(each.getKey(), each.getValue()));
        String value = input.path("value").asText("");
        if (!value.isEmpty()) {
            return interpolated(value);
        }
        if (!name.isEmpty() && (input.path("isSecret").asBoolean() || asks(input))) {
            note(name, input);
            return placeholder(name);
        }
        return input.path("default").asText("");
    }

    private static boolean asks(JsonNode input) {
        return input.path("isRequired").asBoolean() || input.path("description").isTextual() || input.has("choices");
    }

    private void note(String name, JsonNode input) {
        if (input.path("isSecret").asBoolean()) {
            secrets.put(name, variableOf(name));
            return;
        }
        ObjectNode property = properties.putObject(name);
        property.put("type", type(input.path("format").asText("")));
        property.put("description", input.path("description").asText(""));
        if (input.has("default")) {
            property.set("default", input.get("default"));
        }
        if (input.has("placeholder")) {
            property.set("placeholder", input.get("placeholder"));
        }
        if (input.path("choices").isArray() && !input.path("choices").isEmpty()) {
            property.set("enum", input.get("choices"));
        }
        if (input.path("isRequired").asBoolean() && !input.has("default")) {
            required.add(name);
        }
    }

    private static String type(String format) {
        return switch (format) {
            case "number", "boolean" -> format;
            default -> "string";
        };
    }

    private String interpolated(String value) {
        Matcher variable = VARIABLE.matcher(value);
        StringBuilder text = new StringBuilder();
        while (variable.find()) {
            String name = variable.group(1);
            boolean known = secrets.containsKey(name) || properties.has(name);
            variable.appendReplacement(text, Matcher.quoteReplacement(known ? placeholder(name) : variable.group()));
        }
        return variable.appendTail(text).toString();
    }

    private String placeholder(String name) {
        return secrets.containsKey(name) ? "${" + secrets.get(name) + "}" : "{{" + server + "." + name + "}}";
    }

    /** Whether this is a secret that is set by itself, under the very name of its variable. */
    boolean isSecret(String name) {
        return secrets.containsKey(name);
    }

    static String variableOf(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }

    /** Adds the secrets and the configuration to an entry. */
    void addTo(ObjectNode entry) {
        if (!secrets.isEmpty()) {
            ArrayNode list = entry.putArray("secrets");
            secrets.forEach((name, variable) ->
                    list.addObject().put("name", server + "." + name).put("env", variable));
        }
        if (!properties.isEmpty()) {
            ObjectNode schema = entry.putArray("config").addObject();
            schema.put("name", server).put("type", "object").put("description", "Configuration for " + server);
            schema.set("properties", properties);
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
        }
    }
}
