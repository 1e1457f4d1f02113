package io.mcpgateway.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Arguments on top of a tree, which nobody changes.
 *
 * @param tree the arguments
 * @param where how messages name what lies in them: empty at the top, else such as {@code entities[2].}
 */
record TreeArguments(ObjectNode tree, String where) implements ToolArguments {
    @Override
    public boolean has(String name) {
        return find(name) != null;
    }

    private @Nullable JsonNode find(String name) {
        JsonNode node = tree.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private <T> Optional<T> read(String name, String type, Predicate<JsonNode> fits, Function<JsonNode, T> read) {
        JsonNode node = find(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!fits.test(node)) {
            throw new ToolException("Argument '" + where + name + "' must be " + type);
        }
        return Optional.of(read.apply(node));
    }

    private ToolException missing(String name) {
        return new ToolException("Argument '" + where + name + "' is missing");
    }

    @Override
    public String string(String name) {
        return optionalString(name).orElseThrow(() -> missing(name));
    }

    @Override
    public Optional<String> optionalString(String name) {
        return read(name, "a string", JsonNode::isTextual, JsonNode::textValue);
    }

    @Override
    public long integer(String name) {
        return optionalInteger(name).orElseThrow(() -> missing(name));
    }

    @Override
    public OptionalLong optionalInteger(String name) {
        return read(name, "a whole number", TreeArguments::isLong, JsonNode::longValue)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static boolean isLong(JsonNode node) {
        return node.isNumber()
                && node.canConvertToLong()
                && (node.isIntegralNumber() || Math.rint(node.doubleValue()) == node.doubleValue());
    }

    @Override
    public double number(String name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    @Override
    public OptionalDouble optionalNumber(String name) {
        return read(name, "a number", TreeArguments::isFinite, JsonNode::doubleValue)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue());
    }

    @Override
    public boolean bool(String name) {
        return optionalBool(name).orElseThrow(() -> missing(name));
    }

    @Override
    public Optional<Boolean> optionalBool(String name) {
        return read(name, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
    }

    @Override
    public List<String> strings(String name) {
        return elements(name, "a list of strings", JsonNode::isTextual, (node, index) -> node.textValue());
    }

    @Override
    public List<ToolArguments> objects(String name) {
        return elements(
                name,
                "a list of objects",
                JsonNode::isObject,
                (node, index) -> new TreeArguments((ObjectNode) node, where + name + "[" + index + "]."));
    }

    private <T> List<T> elements(String name, String type, Predicate<JsonNode> fits, Element<T> element) {
        List<T> list = new ArrayList<>();
        JsonNode array = read(name, type, JsonNode::isArray, node -> node).orElse(null);
        if (array == null) {
            return list;
        }
        for (JsonNode node : array) {
            if (!fits.test(node)) {
                throw new ToolException("Argument '" + where + name + "' must be " + type);
            }
            list.add(element.read(node, list.size()));
        }
        return List.copyOf(list);
    }

    @Override
    public JsonText json() {
        return Json.text(tree);
    }

    @Override
    public String toString() {
        // Arguments are payload; they have no business in logs.
        return "ToolArguments";
    }

    private interface Element<T> {
        T read(JsonNode node, int index);
    }
}
