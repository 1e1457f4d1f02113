package io.mcpgateway.launch;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.template.Templates;
import io.mcpgateway.template.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command of a tool. There is no shell, so an argument stays the one item that it is put into; and it does not become an
 * option: no item may begin with a {@code -} that comes from an argument. Excepted are numbers, what comes after an item
 * {@code --} of the entry, and lists that the entry splices whole, as <code>{{args|into}}</code>: those are meant to be the
 * caller's own words for the program. An item that is one argument, which is not given, is left out. Immutable.
 */
final class ToolCommand {
    /** Linux takes no longer one, its end included. */
    private static final int LONGEST_ITEM = (128 << 10) - 1;

    private static final int LONGEST = 1 << 20;
    private static final int MOST_ITEMS = 4096;
    private static final Pattern GROUP = Pattern.compile("\\{\\{([^|{}\\n]*)((?:\\|[^{}\\n]*)?)}}");

    private final List<String> expressions;
    private final JsonNode schema;

    ToolCommand(List<String> expressions, JsonNode schema) {
        this.expressions = List.copyOf(expressions);
        this.schema = schema;
    }

    List<String> of(JsonNode arguments, Value scope) throws RefusedCallException {
        Value undashed = ToolTemplate.altered(scope, text -> text.startsWith("-") ? "_" + text.substring(1) : text);
        List<String> items = new ArrayList<>();
        boolean operands = false;
        for (String expression : expressions) {
            if (!Templates.isTemplate(expression)) {
                operands |= expression.equals("--");
                items.add(expression);
                continue;
            }
            Argument whole = Argument.of(expression);
            List<String> texts = ToolTemplate.texts(expression, scope);
            if (whole != null && isLeftOut(whole, arguments, texts)) {
                continue;
            }
            if (!operands && !mayBeOptions(whole)) {
                checkOptions(expression, texts, ToolTemplate.texts(expression, undashed));
            }
            items.addAll(texts);
        }
        checkSizes(items);
        return items;
    }

    private static boolean isLeftOut(Argument whole, JsonNode arguments, List<String> texts) {
        JsonNode given = whole.in(arguments);
        return (given.isMissingNode() || given.isNull()) && texts.stream().allMatch(String::isEmpty);
    }

    /** Whether the entry gives the caller an argument that may begin with a dash. */
    private boolean mayBeOptions(@Nullable Argument whole) {
        if (whole == null) {
            return false;
        }
        String type = whole.declaredIn(schema).path("type").asText("");
        return switch (type) {
            case "integer", "number" -> whole.filters.isEmpty();
            case "array" -> whole.filters.isEmpty() || whole.filters.equals("into");
            default -> false;
        };
    }

    private static void checkOptions(String expression, List<String> texts, List<String> undashed)
            throws RefusedCallException {
        for (int i = 0; i < texts.size(); i++) {
            boolean fromArgument = i >= undashed.size() || !undashed.get(i).startsWith("-");
            if (texts.get(i).startsWith("-") && fromArgument) {
                throw new RefusedCallException(
                        "What is put into '" + expression + "' of the tool's command may not begin with '-', which"
                                + " would make it an option; write it in another way, such as ./-name for a file");
            }
        }
    }

    private static void checkSizes(List<String> items) throws RefusedCallException {
        long bytes = 0;
        for (String item : items) {
            int length = item.getBytes(StandardCharsets.UTF_8).length;
            bytes += length + 1L;
            if (length > LONGEST_ITEM) {
                throw new RefusedCallException("An argument of " + length
                        + " bytes is too long for a command; the limit" + " is " + LONGEST_ITEM);
            }
            if (item.indexOf('\0') >= 0) {
                throw new RefusedCallException("An argument holds a NUL character, which no command can");
            }
        }
        if (bytes > LONGEST || items.size() > MOST_ITEMS) {
            throw new RefusedCallException("The command would have " + items.size() + " items of " + bytes
                    + " bytes; the limits are " + MOST_ITEMS + " and " + LONGEST);
        }
    }

    /**
     * An expression that is one argument and nothing else.
     *
     * @param path its name, with dots for members of maps
     * @param filters what is done with it; empty for nothing
     */
    private record Argument(String path, String filters) {
        static @Nullable Argument of(String expression) {
            Matcher matcher = GROUP.matcher(expression);
            if (!matcher.matches()) {
                return null;
            }
            String filters = matcher.group(2);
            return new Argument(
                    matcher.group(1).strip(),
                    filters.isEmpty() ? "" : filters.substring(1).strip());
        }

        JsonNode in(JsonNode arguments) {
            JsonNode node = arguments;
            for (String segment : path.split("\\.", -1)) {
                node = node.path(segment.strip());
            }
            return node;
        }

        JsonNode declaredIn(JsonNode schema) {
            JsonNode node = schema;
            for (String segment : path.split("\\.", -1)) {
                node = node.path("properties").path(segment.strip());
            }
            return node;
        }
    }
}
