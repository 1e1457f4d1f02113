package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server document lets a user fill in, as secrets and configuration of a catalog entry; in the document's order, so
 * that one document always gives the same entry. Confined to one thread.
 */
final class Inputs {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_.-]*)\\}");

    private final String server;
    private final Set<String> variables;
    private final Map<String, Secret> secrets = new LinkedHashMap<>();
    private final SettingsSchema properties = new SettingsSchema();
    private final Set<String> paths = new LinkedHashSet<>();
    private boolean mounts;

    /** A secret: the variable that it is in, and whether the server needs it. */
    private record Secret(String variable, boolean required) {}

    /**
     * The inputs of a server.
     *
     * @param server its name in catalogs
     * @param taken names of variables that secrets from elsewhere must not have
     */
    Inputs(String server, Set<String> taken) {
        this.server = server;
        this.variables = new HashSet<>(taken);
    }

    /** From now on, files that a user names are mounted where the program looks for them. */
    void mountFiles(boolean on) {
        this.mounts = on;
    }

    /**
     * A value where {@code $} has a meaning.
     *
     * @param label what the input itself is called, for one that the user fills in whole; empty if it has no name
     */
    Written value(String label, JsonNode input) {
        return written(label, "", input, false, text -> text.replace("$", "$$"));
    }

    /** The value of a variable of the environment; a secret needs no more than its declaration. */
    Written environment(String name, JsonNode input) {
        return written(name, name, input, false, text -> text.replace("$", "$$"));
    }

    /** Like {@link #value}, for what the user may give several times. */
    Written repeated(String label, JsonNode input) {
        return written(label, "", input, true, text -> text.replace("$", "$$"));
    }

    /** A value where {@code $} has no meaning. */
    Written verbatim(JsonNode input) {
        return written("", "", input, false, UnaryOperator.identity());
    }

    private Written written(String label, String variable, JsonNode input, boolean list, UnaryOperator<String> escape) {
        String value = input.path("value").asText("");
        if (!value.isEmpty()) {
            return new Written(interpolated(value, input.path("variables"), escape), Written.Kind.FIXED);
        }
        String fallback = input.path("default").asText("");
        if (!label.isEmpty() && input.path("isSecret").asBoolean()) {
            return new Written(secret(label, variable, input), Written.Kind.SECRET);
        }
        if (!label.isEmpty() && SettingsSchema.asks(input)) {
            boolean there = SettingsSchema.isRequired(input) || !fallback.isEmpty();
            String text = setting(label, input, list, there ? "" : "|or:[]");
            return new Written(text, there ? Written.Kind.ASKED : Written.Kind.OPTIONAL);
        }
        return fallback.isEmpty() ? Written.NOTHING : new Written(escape.apply(fallback), Written.Kind.FIXED);
    }

    private String interpolated(String value, JsonNode definitions, UnaryOperator<String> escape) {
        Matcher variable = VARIABLE.matcher(value);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (variable.find()) {
            String name = variable.group(1);
            text.append(escape.apply(value.substring(end, variable.start())));
            // What is not defined stays as it is.
            text.append(
                    definitions.has(name)
                            ? filled(name, definitions.get(name), escape)
                            : escape.apply(variable.group()));
            end = variable.end();
        }
        return text.append(escape.apply(value.substring(end))).toString();
    }

    private String filled(String name, JsonNode input, UnaryOperator<String> escape) {
        String value = input.path("value").asText("");
        if (!value.isEmpty()) {
            return escape.apply(value);
        }
        return input.path("isSecret").asBoolean() ? secret(name, "", input) : setting(name, input, false, "");
    }

    private String secret(String label, String variable, JsonNode input) {
        String key = key(label);
        Secret known = secrets.get(key);
        boolean required = SettingsSchema.isRequired(input) || (known != null && known.required());
        String name = known != null ? known.variable() : variable.isEmpty() ? free(label) : variable;
        secrets.put(key, new Secret(name, required));
        variables.add(name);
        return "${" + name + "}";
    }

    private String free(String label) {
        String upper = label.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        String wanted = Character.isDigit(upper.charAt(0)) ? "_" + upper : upper;
        String candidate = wanted;
        for (int i = 2; variables.contains(candidate); i++) {
            candidate = wanted + "_" + i;
        }
        return candidate;
    }

    private String setting(String label, JsonNode input, boolean list, String filter) {
        String key = key(label);
        properties.put(key, input, list);
        String whole = server + "." + key + (list ? "|or:[]" : filter);
        if (mounts && input.path("format").asText("").equals("filepath")) {
            paths.add(whole);
            return "{{" + whole + "|volume-target}}";
        }
        return "{{" + whole + "}}";
    }

    /** A name that is one step of a path in a template. */
    private static String key(String label) {
        String clean = label.replaceAll("[^A-Za-z0-9_-]", "_");
        return clean.length() > 100 ? clean.substring(0, 100) : clean;
    }

    /** Mounts for the files that users name. */
    void addMounts(ArrayNode volumes) {
        paths.forEach(path -> volumes.add("{{" + path + "|volume}}"));
    }

    /** Adds the secrets and the configuration to an entry. */
    void addTo(ObjectNode entry) {
        if (!secrets.isEmpty()) {
            ArrayNode list = entry.putArray("secrets");
            secrets.forEach((key, secret) -> {
                ObjectNode declared =
                        list.addObject().put("name", server + "." + key).put("env", secret.variable());
                if (!secret.required()) {
                    declared.put("required", false);
                }
            });
        }
        if (!properties.isEmpty()) {
            ObjectNode schema = entry.putArray("config").addObject();
            schema.put("name", server).put("type", "object").put("description", "Configuration for " + server);
            properties.addTo(schema);
        }
    }

    static ObjectNode fixed(String value) {
        return Json.mapper().createObjectNode().put("value", value);
    }
}
