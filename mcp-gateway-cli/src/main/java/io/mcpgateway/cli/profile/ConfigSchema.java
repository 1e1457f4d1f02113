package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.launch.ConfigurationCheck;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a server's entry says of its configuration. Immutable. */
final class ConfigSchema {
    private final JsonNode schemas;

    ConfigSchema(ListedServer server) {
        this.schemas = server.entry().path("config");
    }

    /** The settings that it speaks of, each as a path. */
    Set<String> known() {
        Set<String> known = new TreeSet<>();
        schemas.forEach(schema -> known(schema, "", known));
        return known;
    }

    private static void known(JsonNode schema, String prefix, Set<String> into) {
        schema.path("properties").properties().forEach(property -> {
            String path = prefix + property.getKey();
            if (property.getValue().path("properties").isEmpty()) {
                into.add(path);
            } else {
                known(property.getValue(), path + ".", into);
            }
        });
    }

    /**
     * Takes a dotted path apart. A name that has dots itself, in the schema or in the configuration, stays whole.
     *
     * @param configuration the configuration as it is
     */
    List<String> path(String text, ObjectNode configuration) {
        List<String> path = new ArrayList<>();
        String rest = text;
        JsonNode values = configuration;
        List<JsonNode> levels = new ArrayList<>();
        schemas.forEach(levels::add);
        while (true) {
            String left = rest;
            Stream<String> names = Stream.concat(
                    values.properties().stream().map(java.util.Map.Entry::getKey),
                    levels.stream()
                            .flatMap(level -> level.path("properties").properties().stream()
                                    .map(java.util.Map.Entry::getKey)));
            Optional<String> longest = names.filter(name -> left.equals(name) || left.startsWith(name + "."))
                    .max(Comparator.comparingInt(String::length));
            int dot = rest.indexOf('.');
            String name = longest.orElse(dot < 0 ? rest : rest.substring(0, dot));
            if (name.isEmpty() || rest.equals(name + ".")) {
                throw new ConfigException("'" + text + "' names no setting: there is nothing before or behind a dot");
            }
            path.add(name);
            if (name.equals(rest)) {
                return path;
            }
            rest = rest.substring(name.length() + 1);
            values = values.path(name);
            levels.replaceAll(level -> level.path("properties").path(name));
        }
    }

    /** What is said of the setting at a path; missing if nothing is. */
    private JsonNode at(List<String> path) {
        for (JsonNode schema : schemas) {
            JsonNode found = schema;
            for (String name : path) {
                found = found.path("properties").path(name);
            }
            if (!found.isMissingNode()) {
                return found;
            }
        }
        return MissingNode.getInstance();
    }

    /** Whether nothing is said of a setting, though something is of others. */
    boolean isUnknown(List<String> path) {
        return !known().isEmpty() && at(path).isMissingNode();
    }

    /**
     * The value that a user wrote: text stays as it is written where text is wanted; elsewhere it is JSON, if it is that, and
     * a number keeps its spelling.
     */
    JsonNode value(List<String> path, String text) {
        Optional<JsonNode> json = json(text);
        boolean wantsText = at(path).path("type").asText("").equals("string");
        return json.filter(value -> !wantsText || value.isTextual()).orElseGet(() -> TextNode.valueOf(text));
    }

    private static Optional<JsonNode> json(String text) {
        try {
            JsonNode value = Json.mapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            return value.isMissingNode() ? Optional.empty() : Optional.of(value);
        } catch (JsonProcessingException e) {
            return Optional.empty(); // then it is text
        }
    }

    /** What is wrong with a configuration, such as {@code url (missing)}. */
    List<String> problems(ObjectNode configuration) {
        List<JsonText> texts = new ArrayList<>();
        schemas.forEach(schema -> texts.add(JsonText.of(schema.toString())));
        return ConfigurationCheck.check(texts, Optional.of(JsonText.of(configuration.toString())))
                .problems();
    }
}
