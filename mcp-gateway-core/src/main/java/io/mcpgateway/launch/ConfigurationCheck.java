package io.mcpgateway.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a configuration against the schemas of an entry: what is required and has no default must be there and not empty,
 * and what is there must be of the right type and one of the values listed. Schemas come from catalogs, so that what is
 * wrong in them is told and stops nothing else.
 */
public final class ConfigurationCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DEPTH = 16;

    private final List<String> problems = new ArrayList<>();
    private final Map<String, JsonNode> defaults = new LinkedHashMap<>();

    private ConfigurationCheck() {}

    /**
     * What was found.
     *
     * @param configuration the configuration, with the defaults of what it leaves out
     * @param problems such as {@code url (missing)}
     */
    public record Result(JsonText configuration, List<String> problems) {
        /** Copies the list. */
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Checks a configuration.
     *
     * @param schemas the schemas of the entry
     * @param configuration a JSON object; empty if there is none
     */
    public static Result check(List<JsonText> schemas, Optional<JsonText> configuration) {
        ConfigurationCheck check = new ConfigurationCheck();
        JsonText text = configuration.orElse(JsonText.emptyObject());
        JsonNode values;
        try {
            values = JSON.readTree(text.toString());
        } catch (JsonProcessingException e) {
            return new Result(JsonText.emptyObject(), List.of("(not valid JSON: " + e.getOriginalMessage() + ")"));
        }
        if (!values.isObject()) {
            return new Result(JsonText.emptyObject(), List.of("(must be a map of settings)"));
        }
        for (JsonText schema : schemas) {
            check.properties("", check.parsed(schema), values, 0);
        }
        return new Result(check.withDefaults(text, values), List.copyOf(check.problems));
    }

    // Splices, so that the spelling of what is configured survives.
    private JsonText withDefaults(JsonText text, JsonNode values) {
        if (defaults.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.toString().strip());
        out.setLength(out.length() - 1);
        boolean first = values.isEmpty();
        for (Map.Entry<String, JsonNode> entry : defaults.entrySet()) {
            out.append(first ? "" : ",")
                    .append(JSON.getNodeFactory().textNode(entry.getKey()))
                    .append(':')
                    .append(entry.getValue());
            first = false;
        }
        return JsonText.of(out.append('}').toString());
    }

    private void properties(String prefix, JsonNode schema, JsonNode values, int depth) {
        JsonNode properties = schema.path("properties");
        if (!properties.isObject() || depth > MAX_DEPTH) {
            return;
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        properties.properties().forEach(property -> {
            String name = property.getKey();
            property(prefix, name, property.getValue(), required.contains(name), values, depth);
        });
        alternatives(prefix, schema.path("anyOf"), values);
        alternatives(prefix, schema.path("oneOf"), values);
    }

    // Catalogs use these for "this or that must be configured", each alternative being a list of what it requires.
    private void alternatives(String prefix, JsonNode schemas, JsonNode values) {
        List<String> alternatives = new ArrayList<>();
        for (JsonNode schema : schemas) {
            List<String> names = new ArrayList<>();
            schema.path("required").forEach(name -> names.add(prefix + name.asText()));
            if (names.isEmpty() || holdsAll(schema.path("required"), values)) {
                return;
            }
            alternatives.add(String.join(" with ", names));
        }
        if (!alternatives.isEmpty()) {
            problems.add("one of " + String.join(", ", alternatives) + " (missing)");
        }
    }

    private static boolean holdsAll(JsonNode names, JsonNode values) {
        for (JsonNode name : names) {
            JsonNode value = values.path(name.asText());
            if (value.isMissingNode()
                    || value.isNull()
                    || (value.isTextual() && value.asText().isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private void property(String prefix, String name, JsonNode schema, boolean required, JsonNode values, int depth) {
        JsonNode value = values.get(name);
        String path = prefix + name;
        if (value == null) {
            if (schema.has("default") && !schema.get("default").isNull()) {
                if (depth == 0) {
                    defaults.putIfAbsent(name, schema.get("default"));
                }
            } else if (required) {
                missing(path, schema, depth);
            }
            return;
        }
        if (value.isNull() || (value.isTextual() && value.asText().isEmpty())) {
            if (required) {
                problems.add(path + " (missing)");
            }
            return;
        }
        String complaint = complaint(schema, value);
        if (!complaint.isEmpty()) {
            problems.add(path + " (" + shortened(complaint) + ")");
        } else if (value.isObject()) {
            properties(path + ".", schema, value, depth + 1);
        }
    }

    // Names the leaves that are missing, because those are what users set.
    private void missing(String path, JsonNode schema, int depth) {
        int before = problems.size();
        if (schema.path("properties").isObject()) {
            properties(path + ".", schema, JSON.createObjectNode(), depth + 1);
        }
        if (problems.size() == before) {
            problems.add(path + " (missing)");
        }
    }

    private static String complaint(JsonNode schema, JsonNode value) {
        String type = schema.path("type").asText("");
        boolean fits = switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber() || (value.isNumber() && isWhole(value));
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
        if (!fits) {
            return "must be of type " + type + ", not " + kind(value);
        }
        if (schema.path("enum").isArray() && !contains(schema.get("enum"), value)) {
            return "must be one of " + schema.get("enum");
        }
        if (value.isArray() && schema.path("items").isObject()) {
            for (JsonNode item : value) {
                String complaint = complaint(schema.get("items"), item);
                if (!complaint.isEmpty()) {
                    return "each item " + complaint;
                }
            }
        }
        return "";
    }

    private static boolean isWhole(JsonNode value) {
        double number = value.doubleValue();
        return number == Math.rint(number) && !Double.isInfinite(number);
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode candidate : values) {
            if (candidate.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a map";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case STRING -> "text";
            case NULL, MISSING, BINARY, POJO -> "nothing";
        };
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 97) + "..." : text;
    }

    private JsonNode parsed(JsonText schema) {
        try {
            return JSON.readTree(schema.toString());
        } catch (JsonProcessingException e) {
            problems.add("(invalid schema in its entry: " + shortened(e.getOriginalMessage()) + ")");
            return JSON.createObjectNode();
        }
    }
}
