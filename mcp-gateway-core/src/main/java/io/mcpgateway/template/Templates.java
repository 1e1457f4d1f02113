package io.mcpgateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates {@code {{path|filter|filter}}}. A group ends at the first {@code }}} in its line and may hold braces in pairs;
 * what is no group is text, single braces included, so that JSON can be written around groups. A text that is one group and
 * nothing else keeps the kind of its value; otherwise all parts are joined as text. Unknown paths are empty, unknown filters
 * are passed over.
 */
public final class Templates {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private Templates() {}

    /** Whether there may be a group in it. */
    public static boolean isTemplate(String expression) {
        return expression.contains(OPEN) && expression.contains(CLOSE);
    }

    /** The value of an expression. */
    public static Value evaluate(String expression, Value scope) {
        return evaluate(expression, scope, UnaryOperator.identity());
    }

    private static Value evaluate(String expression, Value scope, UnaryOperator<Value> groups) {
        List<Value> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int position = 0;
        while (position < expression.length()) {
            Group group = expression.startsWith(OPEN, position) ? Group.at(expression, position) : null;
            if (group == null) {
                literal.append(expression.charAt(position++));
                continue;
            }
            flush(literal, parts);
            parts.add(groups.apply(Filters.evaluate(group.body(), scope)));
            position = group.end();
        }
        flush(literal, parts);
        return parts.size() == 1 ? parts.get(0) : join(parts);
    }

    /** The value of an expression as text. */
    public static String text(String expression, Value scope) {
        return evaluate(expression, scope).text();
    }

    /**
     * Like {@link #text}, for a text whose {@code $} are expanded afterwards: those that come out of groups are doubled, so
     * that nothing in a configured value is taken for a variable.
     */
    public static String textForExpansion(String expression, Value scope) {
        return evaluate(expression, scope, Templates::doubled).text();
    }

    private static Value doubled(Value value) {
        if (value instanceof Value.Items items) {
            return new Value.Items(
                    items.values().stream().map(Templates::doubled).toList());
        }
        return new Value.Text(value.text().replace("$", "$$"));
    }

    /** The values of several expressions as texts; lists become several texts. */
    public static List<String> list(List<String> expressions, Value scope) {
        return list(expressions, scope, UnaryOperator.identity());
    }

    /** Like {@link #list}, for texts whose {@code $} are expanded afterwards. */
    public static List<String> listForExpansion(List<String> expressions, Value scope) {
        return list(expressions, scope, Templates::doubled);
    }

    private static List<String> list(List<String> expressions, Value scope, UnaryOperator<Value> groups) {
        List<String> texts = new ArrayList<>();
        for (String expression : expressions) {
            Value value = evaluate(expression, scope, groups);
            if (value instanceof Value.Items items) {
                items.values().forEach(item -> texts.add(item.text()));
            } else {
                texts.add(value.text());
            }
        }
        return texts;
    }

    private static void flush(StringBuilder literal, List<Value> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Value.Text(literal.toString()));
            literal.setLength(0);
        }
    }

    private static Value join(List<Value> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()));
        return new Value.Text(text.toString());
    }

    /**
     * One group.
     *
     * @param body what is between the braces
     * @param end the position after it
     */
    private record Group(String body, int end) {
        /** The group that starts at a position; null if none does. */
        static @Nullable Group at(String expression, int position) {
            int start = position + OPEN.length();
            // Of three or more braces the last two open the group: {{{a}}} is a group in braces.
            if (expression.startsWith("{", start)) {
                return null;
            }
            int open = 0;
            for (int i = start; i < expression.length(); i++) {
                char c = expression.charAt(i);
                if (c == '\n' || expression.startsWith(OPEN, i)) {
                    return null;
                }
                if (c == '}' && open == 0) {
                    return expression.startsWith(CLOSE, i)
                            ? new Group(expression.substring(start, i), i + CLOSE.length())
                            : null;
                }
                open += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            return null;
        }
    }
}
