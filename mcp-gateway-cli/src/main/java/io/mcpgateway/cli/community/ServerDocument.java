package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A server document of the community registry ({@code server.json}): by itself or wrapped in {@code server}, with names in
 * camel case as of today or in snake case as of 2025. Immutable.
 */
final class ServerDocument {
    private static final String PUBLISHER = "io.modelcontextprotocol.registry/publisher-provided";
    private static final Pattern UNDERSCORE = Pattern.compile("(?<=[a-z0-9])_([a-z])");

    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\s]{1,200}");

    /** What a catalog can have, with room for a number that tells two servers apart. */
    private static final int MAX_CATALOG_NAME = 120;

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
        return of(source, document, "");
    }

    /**
     * Reads one.
     *
     * @param otherwise its name if it gives itself none
     * @throws ConfigException if it is none
     */
    static ServerDocument of(String source, JsonNode document, String otherwise) {
        JsonNode inner = document.path("server").isObject() ? document.get("server") : document;
        if (camelCase(inner) instanceof ObjectNode root) {
            if (!root.has("name") && !otherwise.isEmpty()) {
                root.put("name", otherwise);
            }
            if (root.path("name").isTextual()
                    && NAME.matcher(root.path("name").asText()).matches()) {
                return new ServerDocument(root);
            }
        }
        throw new ConfigException(source + ": is no server document: an object with 'name' is expected, of 1 to 200"
                + " printable characters");
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
                            .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
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

    /** The first icon that others than this computer could show. */
    String icon() {
        String icon = root.at("/icons/0/src").asText("");
        return icon.startsWith("https://") ? icon : "";
    }

    /** How the publisher says that a user signs in; not checked. */
    JsonNode oauth() {
        return root.path("_meta").path(PUBLISHER).path("oauth");
    }

    /** The name as catalogs can have it. */
    String catalogName() {
        String clean = name().replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        if (clean.isEmpty()) {
            return "server";
        }
        return clean.length() > MAX_CATALOG_NAME ? clean.substring(0, MAX_CATALOG_NAME) : clean;
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
