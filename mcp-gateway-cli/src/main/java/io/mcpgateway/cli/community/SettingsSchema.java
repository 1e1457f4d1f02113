package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The configuration that a server document asks for, as a JSON schema. Confined to one thread. */
final class SettingsSchema {
    private final ObjectNode properties = Json.mapper().createObjectNode();
    private final Set<String> required = new LinkedHashSet<>();

    /** Whether an input without a value is one that users are asked for. */
    static boolean asks(JsonNode input) {
        return isRequired(input)
                || input.path("description").isTextual()
                || input.path("placeholder").isTextual()
                || input.path("choices").isArray();
    }

    static boolean isRequired(JsonNode input) {
        return input.path("isRequired").asBoolean();
    }

    boolean isEmpty() {
        return properties.isEmpty();
    }

    /**
     * Notes a property; of two with one name the first says what it is.
     *
     * @param list whether users may give several values
     */
    void put(String key, JsonNode input, boolean list) {
        String format = input.path("format").asText("");
        String type = format.equals("number") || format.equals("boolean") ? format : "string";
        Optional<JsonNode> fallback = typed(input.path("default").asText(""), type);
        if (isRequired(input) && fallback.isEmpty()) {
            required.add(key);
        }
        if (properties.has(key)) {
            return;
        }
        ObjectNode property = properties.putObject(key);
        property.put("type", list ? "array" : type);
        property.put("description", input.path("description").asText(""));
        // The Go program knows lists of text only, and an argument is text in any case.
        String element = list ? "string" : type;
        ObjectNode described = list ? property.putObject("items").put("type", element) : property;
        ArrayNode choices = Json.mapper().createArrayNode();
        input.path("choices")
                .forEach(choice -> typed(choice.asText(""), element).ifPresent(choices::add));
        if (list) {
            typed(input.path("default").asText(""), element)
                    .ifPresent(value -> property.putArray("default").add(value));
        } else {
            fallback.ifPresent(value -> property.set("default", value));
        }
        if (input.path("placeholder").isTextual()) {
            property.set("placeholder", input.get("placeholder"));
        }
        if (!choices.isEmpty()) {
            described.set("enum", choices);
        }
    }

    private static Optional<JsonNode> typed(String text, String type) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (type) {
            case "boolean" ->
                text.equals("true") || text.equals("false")
                        ? Optional.of(BooleanNode.valueOf(text.equals("true")))
                        : Optional.empty();
            case "number" -> number(text);
            default -> Optional.of(Json.mapper().getNodeFactory().textNode(text));
        };
    }

    private static Optional<JsonNode> number(String text) {
        if (!text.matches("-?\\d{1,20}(\\.\\d{1,20})?")) {
            return Optional.empty();
        }
        return Optional.of(DecimalNode.valueOf(new BigDecimal(text)));
    }

    void addTo(ObjectNode schema) {
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            ArrayNode list = schema.putArray("required");
            required.forEach(list::add);
        }
    }
}
