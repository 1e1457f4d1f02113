package io.mcpgateway.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.model.ConfigException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The steps that there are. Stateless. */
final class Steps {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Steps() {}

    /** {@code .name}: the member; null if it is missing. */
    static Step member(String name) {
        return input -> {
            if (input.value() instanceof ObjectNode map) {
                JsonNode value = map.get(name);
                return List.of(value == null ? Found.of(NullNode.instance) : new Found(value, map, name, -1));
            }
            if (input.value().isNull()) {
                return List.of(Found.of(NullNode.instance));
            }
            throw no("member '" + name + "'", input);
        };
    }

    /** {@code .[0]}: the item, from the end if the index is negative; null if it is missing. */
    static Step item(int index) {
        return input -> {
            if (input.value().isNull()) {
                return List.of(Found.of(NullNode.instance));
            }
            if (!(input.value() instanceof ArrayNode list)) {
                throw no("item " + index, input);
            }
            int place = index < 0 ? list.size() + index : index;
            JsonNode value = list.get(place);
            return List.of(value == null ? Found.of(NullNode.instance) : new Found(value, list, "", place));
        };
    }

    /** {@code .[]}: all items of a list, all values of a map. */
    static Step each() {
        return input -> {
            List<Found> all = new ArrayList<>();
            if (input.value() instanceof ObjectNode map) {
                map.properties().forEach(entry -> all.add(new Found(entry.getValue(), map, entry.getKey(), -1)));
            } else if (input.value() instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    all.add(new Found(list.get(i), list, "", i));
                }
            } else if (!input.value().isNull()) {
                throw no("items", input);
            }
            return all;
        };
    }

    /** {@code select(condition)}: the value itself, if the condition is true of it. */
    static Step select(Step condition) {
        return input ->
                condition.from(input).stream().anyMatch(found -> truth(found.value())) ? List.of(input) : List.of();
    }

    /** {@code map(step)}: a list of what the step makes of the items. */
    static Step map(Step step) {
        return list(each().then(step));
    }

    /** {@code [step]}: all values of a step as one list. */
    static Step list(Step step) {
        return input -> {
            ArrayNode list = NODES.arrayNode();
            step.from(input).forEach(found -> list.add(found.value()));
            return List.of(Found.of(list));
        };
    }

    /** {@code {name: step}}: a map of the first value of each step. */
    static Step object(Map<String, Step> members) {
        return input -> {
            ObjectNode map = NODES.objectNode();
            members.forEach((name, step) ->
                    step.from(input).stream().findFirst().ifPresent(found -> map.set(name, found.value())));
            return List.of(Found.of(map));
        };
    }

    /** {@code del(paths)}: the value without what the paths lead to. */
    static Step delete(Step paths) {
        return input -> {
            Found copy = Found.of(input.value().deepCopy());
            IdentityHashMap<ArrayNode, NavigableSet<Integer>> items = new IdentityHashMap<>();
            for (Found found : paths.from(copy)) {
                if (found.parent() instanceof ObjectNode map) {
                    map.remove(found.member());
                } else if (found.parent() instanceof ArrayNode list) {
                    items.computeIfAbsent(list, any -> new TreeSet<>()).add(found.index());
                }
            }
            // From the end, so that the places of the others stay what they are.
            items.forEach((list, places) -> places.descendingSet().forEach(list::remove));
            return List.of(copy);
        };
    }

    /** {@code to_entries}: a list of {@code {key, value}}. */
    static Step entries() {
        return input -> {
            ArrayNode list = NODES.arrayNode();
            if (input.value() instanceof ObjectNode map) {
                map.properties()
                        .forEach(entry ->
                                list.addObject().put("key", entry.getKey()).set("value", entry.getValue()));
            } else if (input.value() instanceof ArrayNode items) {
                items.forEach(
                        item -> list.addObject().put("key", list.size() - 1).set("value", item));
            } else {
                throw no("entries", input);
            }
            return List.of(Found.of(list));
        };
    }

    /** {@code keys}. */
    static Step keys() {
        return entries().then(list(each().then(member("key"))));
    }

    /** {@code length}. */
    static Step length() {
        return input -> {
            JsonNode value = input.value();
            return List.of(
                    Found.of(IntNode.valueOf(value.isTextual() ? value.asText().length() : value.size())));
        };
    }

    /** {@code has(key)}: whether a map has the member, or a list the item. */
    static Step has(JsonNode key) {
        return input -> List.of(Found.of(BooleanNode.valueOf(
                key.isTextual()
                        ? input.value().has(key.asText())
                        : input.value().has(key.asInt(-1)))));
    }

    /** {@code contains(text)}: whether a text has this in it, or a list this item. */
    static Step contains(JsonNode part) {
        return input -> {
            boolean there = input.value() instanceof TextNode text
                    ? text.asText().contains(part.asText())
                    : input.value().valueStream().anyMatch(part::equals);
            return List.of(Found.of(BooleanNode.valueOf(there)));
        };
    }

    /** {@code not}. */
    static Step not() {
        return input -> List.of(Found.of(BooleanNode.valueOf(!truth(input.value()))));
    }

    /** A value, whatever the input. */
    static Step literal(JsonNode value) {
        return input -> List.of(Found.of(value));
    }

    static boolean truth(JsonNode value) {
        return !value.isNull() && (!value.isBoolean() || value.asBoolean());
    }

    /** Whether two are the same; numbers are by their value. */
    static boolean same(JsonNode one, JsonNode other) {
        return (one.isNumber() && other.isNumber())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private static ConfigException no(String what, Found input) {
        return new ConfigException("--yq: there is no " + what + " in what is of type "
                + input.value().getNodeType().name().toLowerCase(Locale.ROOT));
    }
}
