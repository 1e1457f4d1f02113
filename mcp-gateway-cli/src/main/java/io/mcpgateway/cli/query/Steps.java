package io.mcpgateway.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The parts of expressions. Stateless. */
final class Steps {
    private Steps() {}

    static Step pipe(Step first, Step second) {
        return input -> first.apply(input).flatMap(second::apply);
    }

    static Step both(Step first, Step second) {
        return input -> Stream.concat(first.apply(input), second.apply(input));
    }

    static Step member(String name) {
        return input -> {
            requireMap(input.node(), "'" + name + "'");
            return Stream.of(input.inside(name, orNull(input.node().get(name))));
        };
    }

    static Step item(int index) {
        return input -> {
            JsonNode node = input.node();
            if (!node.isArray() && !node.isNull()) {
                throw new ConfigException("--yq: an item is asked of what is no list");
            }
            int at = index < 0 ? node.size() + index : index;
            return Stream.of(input.inside(at, orNull(node.get(at))));
        };
    }

    static Step all() {
        return input -> {
            JsonNode node = input.node();
            if (node.isObject()) {
                return node.properties().stream().map(member -> input.inside(member.getKey(), member.getValue()));
            }
            if (!node.isArray() && !node.isNull()) {
                throw new ConfigException("--yq: '[]' takes apart what is neither map nor list");
            }
            return IntStream.range(0, node.size()).mapToObj(i -> input.inside(i, node.get(i)));
        };
    }

    static Step literal(JsonNode value) {
        return input -> Stream.of(Match.made(value));
    }

    static Step collect(Step inner) {
        return input -> {
            ArrayNode list = Json.mapper().createArrayNode();
            inner.apply(input).forEach(match -> list.add(match.node()));
            return Stream.of(Match.made(list));
        };
    }

    static Step compare(Step left, Step right, BiPredicate<JsonNode, JsonNode> test) {
        return input -> left.apply(input)
                .flatMap(first -> right.apply(input)
                        .map(second -> Match.made(BooleanNode.valueOf(test.test(first.node(), second.node())))));
    }

    /** Everything but null and false holds. */
    static boolean holds(JsonNode node) {
        return !node.isNull() && !node.isMissingNode() && !(node.isBoolean() && !node.asBoolean());
    }

    /** Equal numbers are equal however they are spelled. */
    static boolean equal(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue()) == 0
                : left.equals(right);
    }

    static int order(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue())
                : left.asText().compareTo(right.asText());
    }

    static Step select(Step condition) {
        return input ->
                condition.apply(input).filter(match -> holds(match.node())).map(match -> input);
    }

    static Step map(Step inner) {
        return collect(pipe(all(), inner));
    }

    static Step of(Function<JsonNode, JsonNode> function) {
        return input -> Stream.of(Match.made(function.apply(input.node())));
    }

    static JsonNode entries(JsonNode map) {
        requireMap(map, "to_entries");
        ArrayNode list = Json.mapper().createArrayNode();
        map.properties()
                .forEach(member -> list.addObject().put("key", member.getKey()).set("value", member.getValue()));
        return list;
    }

    static JsonNode keys(JsonNode node) {
        ArrayNode list = Json.mapper().createArrayNode();
        node.fieldNames().forEachRemaining(list::add);
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            list.add(i);
        }
        return list;
    }

    static JsonNode length(JsonNode node) {
        int length =
                node.isTextual() ? node.asText().codePointCount(0, node.asText().length()) : node.size();
        return Json.mapper().getNodeFactory().numberNode(length);
    }

    static Step has(Step key) {
        return input -> key.apply(input).map(match -> {
            JsonNode wanted = match.node();
            boolean there = wanted.isIntegralNumber()
                    ? input.node().has(wanted.asInt())
                    : input.node().has(wanted.asText());
            return Match.made(BooleanNode.valueOf(there));
        });
    }

    /** The value without what the paths lead to; later items first, so that the indices of the others hold. */
    static Step delete(Step paths) {
        return input -> {
            List<List<Object>> places = new ArrayList<>();
            paths.apply(Match.root(input.node()))
                    .forEach(match -> places.add(match.path()
                            .orElseThrow(() ->
                                    new ConfigException("--yq: del() takes paths, such as del(.servers[].tools)"))));
            places.sort(Comparator.<List<Object>>comparingInt(List::size)
                    .thenComparing(Steps::lastIndex)
                    .reversed());
            JsonNode copy = input.node().deepCopy();
            places.forEach(place -> remove(copy, place));
            return Stream.of(new Match(copy, input.path()));
        };
    }

    private static int lastIndex(List<Object> place) {
        return !place.isEmpty() && place.get(place.size() - 1) instanceof Integer index ? index : -1;
    }

    private static void remove(JsonNode from, List<Object> place) {
        if (place.isEmpty()) {
            throw new ConfigException("--yq: del(.) would leave nothing");
        }
        JsonNode at = from;
        for (Object step : place.subList(0, place.size() - 1)) {
            at = step instanceof Integer index ? at.path(index) : at.path((String) step);
        }
        Object last = place.get(place.size() - 1);
        if (at instanceof ObjectNode map && last instanceof String name) {
            map.remove(name);
        } else if (at instanceof ArrayNode list && last instanceof Integer index) {
            list.remove(index);
        }
    }

    private static void requireMap(JsonNode node, String what) {
        if (!node.isObject() && !node.isNull()) {
            throw new ConfigException("--yq: " + what + " is asked of what is no map");
        }
    }

    private static JsonNode orNull(@org.jspecify.annotations.Nullable JsonNode node) {
        return node == null ? NullNode.getInstance() : node;
    }
}
