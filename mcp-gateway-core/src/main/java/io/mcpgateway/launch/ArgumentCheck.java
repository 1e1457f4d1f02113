package io.mcpgateway.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the arguments of a call against the schema of its tool, as far as what is put into a command depends on it: what is
 * required is there, each has its type and is one of the values listed, in lists and maps too, and there is nothing else
 * where nothing else may be. Other keywords are for the model only. A property without a type is a single value: whether a
 * caller gives one argument to a command or many is for the entry to say. Stateless.
 */
final class ArgumentCheck {
    private static final int MAX_DEPTH = 32;
    private static final int MOST_PROBLEMS = 10;

    private final List<String> problems = new ArrayList<>();

    private ArgumentCheck() {}

    /** What is wrong, such as {@code 'path' must be string, not array}; empty if nothing is. */
    static List<String> check(JsonNode schema, JsonNode arguments) {
        ArgumentCheck check = new ArgumentCheck();
        check.members("", schema, arguments, 0);
        return check.problems;
    }

    private void members(String prefix, JsonNode schema, JsonNode values, int depth) {
        JsonNode properties = schema.path("properties");
        for (JsonNode required : schema.path("required")) {
            if (!values.hasNonNull(required.asText())) {
                problem("'" + prefix + required.asText() + "' is missing");
            }
        }
        boolean closed = schema.path("additionalProperties").isBoolean()
                && !schema.path("additionalProperties").booleanValue();
        values.properties().forEach(member -> {
            JsonNode property = properties.get(member.getKey());
            String name = prefix + member.getKey();
            if (property != null) {
                value(name, property, member.getValue(), depth + 1);
            } else if (closed) {
                problem("there is no argument '" + name + "'");
            }
        });
    }

    private void value(String name, JsonNode schema, JsonNode value, int depth) {
        if (value.isNull()) {
            return; // as good as missing
        }
        if (depth > MAX_DEPTH) {
            problem("'" + name + "' is nested too deeply");
            return;
        }
        if (!hasType(schema.path("type"), value)) {
            problem("'" + name + "' must be " + types(schema.path("type")) + ", not " + kind(value));
            return;
        }
        JsonNode values = schema.path("enum");
        if (values.isArray() && !contains(values, value)) {
            problem("'" + name + "' must be one of " + values);
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            problem("'" + name + "' must be " + schema.get("const"));
        }
        if (value.isArray()) {
            int index = 0;
            for (JsonNode item : value) {
                value(name + "[" + index++ + "]", schema.path("items"), item, depth + 1);
            }
        } else if (value.isObject()) {
            members(name + ".", schema, value, depth);
        }
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (isOf(each.asText(), value)) {
                    return true;
                }
            }
            return false;
        }
        return type.isTextual() ? isOf(type.textValue(), value) : value.isValueNode();
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber() || isWhole(value);
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }

    /** {@code 3.0} counts as one. */
    private static boolean isWhole(JsonNode value) {
        return value.isNumber() && value.canConvertToLong() && value.doubleValue() == value.longValue();
    }

    private static String types(JsonNode type) {
        if (type.isArray()) {
            List<String> names = new ArrayList<>();
            type.forEach(each -> names.add(each.asText()));
            return String.join(" or ", names);
        }
        return type.isTextual() ? type.textValue() : "a single value";
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            default -> "string";
        };
    }

    private void problem(String text) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(text);
        }
    }
}
