package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.regex.Pattern;

/** The arguments of a package's program as a catalog entry writes them. Stateless. */
final class Arguments {
    /** What a filter of a template can hold. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@+-]+");

    private Arguments() {}

    static void add(JsonNode arguments, Inputs inputs, ArrayNode command, List<String> notes) {
        ServerDocument.stream(arguments).forEach(argument -> {
            if (isNamed(argument)) {
                named(argument, inputs, command, notes);
            } else {
                positional(argument, inputs, command);
            }
        });
    }

    static boolean isNamed(JsonNode argument) {
        return !argument.path("name").asText("").isBlank()
                && !argument.path("type").asText("named").equals("positional");
    }

    private static void positional(JsonNode argument, Inputs inputs, ArrayNode command) {
        String label = argument.path("valueHint").asText("");
        Written value = written(label.isEmpty() ? "argument" : label, argument, inputs);
        if (!value.isNothing()) {
            command.add(value.text());
        }
    }

    private static void named(JsonNode argument, Inputs inputs, ArrayNode command, List<String> notes) {
        String name = argument.path("name").asText("");
        String label = name.replaceFirst("^-+", "");
        Written value = written(label.isEmpty() ? "argument" : label, argument, inputs);
        String flag = name.replace("$", "$$");
        boolean any =
                value.kind() == Written.Kind.OPTIONAL || (value.kind() == Written.Kind.ASKED && isRepeated(argument));
        if (value.isNothing()) {
            command.add(flag);
        } else if (any && isTemplate(value.text()) && PLAIN.matcher(name).matches()) {
            // Nothing where nothing is configured, and one of these for each value.
            String inside = value.text().substring(2, value.text().length() - 2);
            command.add("{{" + inside + "|prefix:" + flag + "=}}");
        } else {
            if (isRepeated(argument)) {
                notes.add("argument '" + Notes.shown(name) + "' can be given once, though the server takes several");
            }
            command.add(flag + "=" + value.text());
        }
    }

    private static Written written(String label, JsonNode argument, Inputs inputs) {
        return isRepeated(argument) ? inputs.repeated(label, argument) : inputs.value(label, argument);
    }

    private static boolean isRepeated(JsonNode argument) {
        return argument.path("isRepeated").asBoolean();
    }

    /** Whether it is one group and nothing else. */
    private static boolean isTemplate(String text) {
        return text.startsWith("{{") && text.indexOf("}}") == text.length() - 2;
    }
}
