package io.mcpgateway.cli.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression, from what binds least to what binds most. Used once. */
final class QueryParser {
    private static final int LONGEST = 4096;
    private static final int DEEPEST = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final String text;
    private int at;
    private int depth;

    QueryParser(String text) {
        this.text = text;
    }

    Step parse() {
        if (text.length() > LONGEST) {
            throw new ConfigException("--yq: longer than " + LONGEST + " characters");
        }
        Step step = pipe();
        skip();
        if (at < text.length()) {
            throw wrong();
        }
        return step;
    }

    private Step pipe() {
        if (++depth > DEEPEST) {
            throw new ConfigException("--yq: nested more than " + DEEPEST + " levels deep");
        }
        Step step = list();
        while (eats("|")) {
            step = Steps.pipe(step, list());
        }
        depth--;
        return step;
    }

    private Step list() {
        Step step = or();
        while (eats(",")) {
            step = Steps.both(step, or());
        }
        return step;
    }

    private Step or() {
        Step step = and();
        while (eatsWord("or")) {
            step = Steps.compare(step, and(), (left, right) -> Steps.holds(left) || Steps.holds(right));
        }
        return step;
    }

    private Step and() {
        Step step = comparison();
        while (eatsWord("and")) {
            step = Steps.compare(step, comparison(), (left, right) -> Steps.holds(left) && Steps.holds(right));
        }
        return step;
    }

    private Step comparison() {
        Step step = path();
        if (eats("==")) {
            return Steps.compare(step, path(), Steps::equal);
        }
        if (eats("!=")) {
            return Steps.compare(step, path(), (left, right) -> !Steps.equal(left, right));
        }
        if (eats("<=")) {
            return Steps.compare(step, path(), (left, right) -> Steps.order(left, right) <= 0);
        }
        if (eats(">=")) {
            return Steps.compare(step, path(), (left, right) -> Steps.order(left, right) >= 0);
        }
        if (eats("<")) {
            return Steps.compare(step, path(), (left, right) -> Steps.order(left, right) < 0);
        }
        if (eats(">")) {
            return Steps.compare(step, path(), (left, right) -> Steps.order(left, right) > 0);
        }
        return step;
    }

    private Step path() {
        Step step = start();
        while (at < text.length()) {
            if (text.charAt(at) == '[') {
                step = Steps.pipe(step, brackets());
            } else if (text.charAt(at) == '.' && at + 1 < text.length() && text.charAt(at + 1) != '.') {
                at++;
                step = text.charAt(at) == '[' ? Steps.pipe(step, brackets()) : Steps.pipe(step, name());
            } else {
                break;
            }
        }
        return step;
    }

    private Step start() {
        skip();
        if (at >= text.length()) {
            throw wrong();
        }
        char c = text.charAt(at);
        if (c == '.') {
            at++;
            boolean named = at < text.length()
                    && (text.charAt(at) == '"' || NAME.matcher(rest()).lookingAt());
            return named ? name() : java.util.stream.Stream::of;
        }
        if (c == '(') {
            at++;
            return closed(")");
        }
        if (c == '[') {
            at++;
            return Steps.collect(closed("]"));
        }
        if (c == '"') {
            return Steps.literal(TextNode.valueOf(quoted()));
        }
        Matcher number = NUMBER.matcher(rest());
        if (number.lookingAt()) {
            at += number.end();
            return Steps.literal(json(number.group()));
        }
        return word();
    }

    private Step word() {
        Matcher matcher = NAME.matcher(rest());
        if (!matcher.lookingAt()) {
            throw wrong();
        }
        String word = matcher.group();
        at += matcher.end();
        return switch (word) {
            case "true", "false" -> Steps.literal(BooleanNode.valueOf(word.equals("true")));
            case "null" -> Steps.literal(NullNode.getInstance());
            case "select" -> Steps.select(argument());
            case "map" -> Steps.map(argument());
            case "del" -> Steps.delete(argument());
            case "has" -> Steps.has(argument());
            case "to_entries" -> Steps.of(Steps::entries);
            case "keys" -> Steps.of(Steps::keys);
            case "length" -> Steps.of(Steps::length);
            case "not" -> Steps.of(node -> BooleanNode.valueOf(!Steps.holds(node)));
            default ->
                throw new ConfigException("--yq: '" + word + "' is not known here; there are select, map, del, has,"
                        + " to_entries, keys, length and not. For more, pipe the output of --format yaml into yq");
        };
    }

    private Step argument() {
        if (!eats("(")) {
            throw wrong();
        }
        return closed(")");
    }

    private Step closed(String end) {
        Step inner = pipe();
        if (!eats(end)) {
            throw wrong();
        }
        return inner;
    }

    private Step brackets() {
        at++;
        skip();
        if (eats("]")) {
            return Steps.all();
        }
        Step step;
        Matcher number = NUMBER.matcher(rest());
        if (at < text.length() && text.charAt(at) == '"') {
            step = Steps.member(quoted());
        } else if (number.lookingAt() && number.end() < 10 && number.group(1) == null) {
            at += number.end();
            step = Steps.item(Integer.parseInt(number.group()));
        } else {
            throw wrong();
        }
        if (!eats("]")) {
            throw wrong();
        }
        return step;
    }

    private Step name() {
        if (text.charAt(at) == '"') {
            return Steps.member(quoted());
        }
        Matcher matcher = NAME.matcher(rest());
        if (!matcher.lookingAt()) {
            throw wrong();
        }
        at += matcher.end();
        return Steps.member(matcher.group());
    }

    private String quoted() {
        int start = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw wrong();
        }
        at++;
        return json(text.substring(start, at)).asText();
    }

    private com.fasterxml.jackson.databind.JsonNode json(String literal) {
        try {
            return Json.mapper().readTree(literal);
        } catch (JsonProcessingException e) {
            throw new ConfigException("--yq: " + literal + " is no JSON", e);
        }
    }

    private String rest() {
        return text.substring(Math.min(at, text.length()));
    }

    private boolean eats(String token) {
        skip();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private boolean eatsWord(String word) {
        skip();
        Matcher matcher = NAME.matcher(rest());
        if (!matcher.lookingAt() || !matcher.group().equals(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ConfigException wrong() {
        return new ConfigException("--yq: not understood from character " + (Math.min(at, text.length()) + 1)
                + " on: it is an expression such as .servers[].snapshot.server.name");
    }
}
