package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A server document of the community registry ({@code server.json}): by itself or wrapped in {@code server}, with names in
 * camel case as of today or in snake case as of 2025. Immutable.
 */
final class ServerDocument {
    private static final Pattern UNDERSCORE = Pattern.compile("(?<=[a-z0-9])_([a-z])");

    private final ObjectNode root;

    private ServerDocument(ObjectNode root) {
        this.root = root;
    }

    /**
     * Reads one.
     *
     * @throws ConfigException if it is none
     */
    static ServerDocument of(String source, JsonNode document) {
        JsonNode inner = document.path("server").isObject() ? document.get("server") : document;
        if (!(camelCase(inner) instanceof ObjectNode root)
                || !root.path("name").isTextual()
                || root.path("name").asText().isBlank()) {
            throw new ConfigException(source + ": is no server document: an object with 'name' is expected");
        }
        return new ServerDocument(root);
    }

    /** The values stay; names of variables are values in that sense. */
    private static JsonNode camelCase(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode all = Json.mapper().createArrayNode();
            array.forEach(item -> all.add(camelCase(item)));
            return all;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode all = Json.mapper().createObjectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            boolean foreign = name.equals("variables") || name.startsWith("_");
            String camel = foreign
                    ? name
                    : UNDERSCORE
                            .matcher(name)
                            .replaceAll(match -> match.group(1).toUpperCase(java.util.Locale.ROOT));
            all.set(camel, name.equals("variables") ? variables(member.getValue()) : camelCase(member.getValue()));
        }
        return all;
    }

    private static JsonNode variables(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode all = Json.mapper().createObjectNode();
        object.properties().forEach(each -> all.set(each.getKey(), camelCase(each.getValue())));
        return all;
    }

    String name() {
        return root.path("name").asText();
    }

    String text(String member) {
        return root.path(member).asText("");
    }

    String version() {
        String version = root.path("version").asText("");
        return version.isEmpty() ? root.at("/versionDetail/version").asText("") : version;
    }

    String icon() {
        return root.at("/icons/0/src").asText("");
    }

    /** The name as catalogs can have it. */
    String catalogName() {
        String clean = name().replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return clean.isEmpty() ? "server" : clean;
    }

    Stream<JsonNode> packages() {
        return stream(root.path("packages"));
    }

    Stream<JsonNode> remotes() {
        return stream(root.path("remotes"));
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).filter(JsonNode::isObject);
    }
}
