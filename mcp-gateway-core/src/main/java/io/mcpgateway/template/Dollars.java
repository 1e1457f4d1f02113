package io.mcpgateway.template;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands {@code $NAME} and {@code ${NAME}}; {@code $$} is a dollar, and so is one that no name follows. */
public final class Dollars {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\$|\\{([A-Za-z_][A-Za-z0-9_]*)\\}|([A-Za-z_][A-Za-z0-9_]*))");

    private Dollars() {}

    /**
     * Expands a text once: what a variable holds is not expanded again.
     *
     * @param text the text
     * @param variables the value of a variable; empty text for one that is not known
     */
    public static String expand(String text, Function<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            matcher.appendReplacement(out, Matcher.quoteReplacement(name == null ? "$" : variables.apply(name)));
        }
        return matcher.appendTail(out).toString();
    }
}
