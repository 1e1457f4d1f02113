package io.mcpgateway.cli.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * An expression in a part of yq's language: paths ({@code .a."b c"[0][]}), {@code |}, {@code ,}, {@code ==}, {@code !=},
 * {@code and}, {@code or}, literals, {@code [ ]}, {@code { }}, {@code select}, {@code map}, {@code del}, {@code has},
 * {@code contains}, {@code to_entries}, {@code keys}, {@code length}, {@code not}. Immutable.
 */
public final class YqExpression {
    private static final int MOST_LEVELS = 50;

    private final Tokens tokens;
    private int level;
    private final Step step;

    private YqExpression(String text) {
        this.tokens = new Tokens(text);
        this.step = pipe();
        if (!tokens.peek().equals(Tokens.END)) {
            throw tokens.wrong("at '" + tokens.peek() + "'");
        }
    }

    /**
     * Reads an expression.
     *
     * @throws ConfigException if it is none that is understood
     */
    public static YqExpression parse(String text) {
        return new YqExpression(text);
    }

    /**
     * The values that it comes to; the document stays as it is.
     *
     * @throws ConfigException if the document has not the shape that the expression expects
     */
    public List<JsonNode> of(JsonNode document) {
        return step.from(Found.of(document)).stream().map(Found::value).toList();
    }

    private Step pipe() {
        if (++level > MOST_LEVELS) {
            throw tokens.wrong("below " + MOST_LEVELS + " levels");
        }
        Step left = comma();
        while (tokens.takes("|")) {
            left = left.then(comma());
        }
        level--;
        return left;
    }

    private Step comma() {
        List<Step> all = new ArrayList<>(List.of(either()));
        while (tokens.takes(",")) {
            all.add(either());
        }
        return all.size() == 1
                ? all.get(0)
                : input ->
                        all.stream().flatMap(each -> each.from(input).stream()).toList();
    }

    private Step either() {
        Step left = both();
        while (tokens.takes("or")) {
            left = combined(left, both(), (one, other) -> BooleanNode.valueOf(Steps.truth(one) || Steps.truth(other)));
        }
        return left;
    }

    private Step both() {
        Step left = comparison();
        while (tokens.takes("and")) {
            left = combined(
                    left, comparison(), (one, other) -> BooleanNode.valueOf(Steps.truth(one) && Steps.truth(other)));
        }
        return left;
    }

    private Step comparison() {
        Step left = term();
        if (tokens.takes("==")) {
            return combined(left, term(), (one, other) -> BooleanNode.valueOf(Steps.same(one, other)));
        }
        if (tokens.takes("!=")) {
            return combined(left, term(), (one, other) -> BooleanNode.valueOf(!Steps.same(one, other)));
        }
        return left;
    }

    private static Step combined(Step left, Step right, BinaryOperator<JsonNode> operator) {
        return input -> left.from(input).stream()
                .flatMap(one ->
                        right.from(input).stream().map(other -> Found.of(operator.apply(one.value(), other.value()))))
                .toList();
    }

    private Step term() {
        Step start = primary();
        while (tokens.peek().equals("[") || tokens.peek().startsWith(".")) {
            start = start.then(path());
        }
        return start;
    }

    private Step primary() {
        String token = tokens.peek();
        if (token.startsWith(".")) {
            return path();
        }
        if (tokens.takes("(")) {
            Step inner = pipe();
            tokens.require(")");
            return inner;
        }
        if (tokens.takes("[")) {
            Step inner = pipe();
            tokens.require("]");
            return Steps.list(inner);
        }
        if (tokens.takes("{")) {
            return object();
        }
        return token.matches("[\"0-9-].*") ? Steps.literal(literal(tokens.take())) : word(tokens.take());
    }

    private Step word(String word) {
        return switch (word) {
            case "true", "false" -> Steps.literal(BooleanNode.valueOf(word.equals("true")));
            case "null" -> Steps.literal(NullNode.instance);
            case "not" -> Steps.not();
            case "length" -> Steps.length();
            case "keys" -> Steps.keys();
            case "to_entries" -> Steps.entries();
            case "select" -> Steps.select(argument());
            case "map" -> Steps.map(argument());
            case "del" -> Steps.delete(argument());
            case "has" -> Steps.has(literalArgument());
            case "contains" -> Steps.contains(literalArgument());
            default -> throw tokens.wrong(word.isEmpty() ? "at its end" : "at '" + word + "'");
        };
    }

    private Step argument() {
        tokens.require("(");
        Step inner = pipe();
        tokens.require(")");
        return inner;
    }

    private JsonNode literalArgument() {
        tokens.require("(");
        JsonNode value = literal(tokens.take());
        tokens.require(")");
        return value;
    }

    private Step object() {
        Map<String, Step> members = new LinkedHashMap<>();
        while (!tokens.takes("}")) {
            if (!members.isEmpty()) {
                tokens.require(",");
            }
            String key = tokens.take();
            tokens.require(":");
            members.put(key.startsWith("\"") ? literal(key).asText() : name(key), either());
        }
        return Steps.object(members);
    }

    private String name(String word) {
        if (!word.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw tokens.wrong("at '" + word + "'");
        }
        return word;
    }

    /** One step of a path: {@code .name}, {@code ."name"}, {@code .}, {@code [0]}, {@code ["name"]}, {@code []}. */
    private Step path() {
        String token = tokens.take();
        if (token.equals("[")) {
            return bracket();
        }
        if (token.equals(".")) {
            if (tokens.peek().startsWith("\"")) {
                return Steps.member(literal(tokens.take()).asText());
            }
            return tokens.takes("[") ? bracket() : input -> List.of(input);
        }
        if (token.equals("..")) {
            throw tokens.wrong("at '..'");
        }
        return Steps.member(token.substring(1));
    }

    private Step bracket() {
        if (tokens.takes("]")) {
            return Steps.each();
        }
        JsonNode key = literal(tokens.take());
        tokens.require("]");
        if (key.isTextual()) {
            return Steps.member(key.asText());
        }
        if (!key.canConvertToInt() || !key.isIntegralNumber()) {
            throw tokens.wrong("at '" + key + "'");
        }
        return Steps.item(key.asInt());
    }

    private JsonNode literal(String token) {
        if (!token.matches("(?s)[\"0-9-].*")) {
            throw tokens.wrong(token.isEmpty() ? "at its end" : "at '" + token + "'");
        }
        try {
            return Json.parse(JsonText.of(token));
        } catch (GatewayException e) {
            throw tokens.wrong("at '" + token + "'");
        }
    }
}
