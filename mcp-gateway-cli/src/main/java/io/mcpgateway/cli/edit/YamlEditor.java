package io.mcpgateway.cli.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.files.EditedText;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets and removes members of maps, and items of lists, in a YAML text. A path is names of members; behind a list comes the
 * index of an item. Everything else stays as it is; the result is parsed again and compared with what was meant. Stateless.
 */
public final class YamlEditor {
    private final String source;

    /** An editor; the source is named in errors. */
    public YamlEditor(String source) {
        this.source = source;
    }

    /**
     * What a text says; an empty object if it says nothing.
     *
     * @throws ConfigException if it is malformed, or is no map
     */
    public ObjectNode read(String text) {
        Optional<YamlNode> root = root(text);
        if (root.isEmpty()) {
            return Json.mapper().createObjectNode();
        }
        if (Json.parse(root.get().toJson()) instanceof ObjectNode object) {
            return object;
        }
        throw root.get().place().error("a map is expected, not " + root.get().kind());
    }

    /**
     * The text with this value at the path; maps on the way are made.
     *
     * @throws ConfigException if the text is malformed, or something on the way is no map
     */
    public String set(String text, List<String> path, JsonNode value) {
        ObjectNode meant = read(text);
        JsonNode at = meant;
        for (String name : path.subList(0, path.size() - 1)) {
            at = inside(at, name);
        }
        String last = path.get(path.size() - 1);
        if (!(at instanceof ObjectNode parent)) {
            throw new ConfigException(source + ": '" + last + "' cannot be put into what is no map");
        }
        // Decimals are equal whatever their scale, and 1.10 is not 1.1 here.
        if (value.equals(parent.get(last))
                && value.toString().equals(parent.get(last).toString())) {
            return text;
        }
        parent.set(last, value);
        return checked(new YamlSplices(text, root(text)).set(path, value), meant);
    }

    private JsonNode inside(JsonNode parent, String name) {
        JsonNode next = parent.isArray() ? parent.get(Integer.parseInt(name)) : parent.get(name);
        if (next != null && next.isContainerNode()) {
            return next;
        }
        if ((next == null || next.isNull()) && parent instanceof ObjectNode object) {
            return object.putObject(name);
        }
        throw new ConfigException(source + ": '" + name + "' is no map, so nothing can be put into it");
    }

    /** The text without the member at the path; the same text if there is none. */
    public String remove(String text, List<String> path) {
        ObjectNode meant = read(text);
        JsonNode parent = meant;
        for (String name : path.subList(0, path.size() - 1)) {
            parent = parent.isArray() ? parent.path(Integer.parseInt(name)) : parent.path(name);
        }
        String last = path.get(path.size() - 1);
        if (!(parent instanceof ObjectNode object) || !object.has(last)) {
            return text;
        }
        object.remove(last);
        return checked(new YamlSplices(text, root(text)).remove(path), meant);
    }

    /** The text with this item in the list at the top, in place of the one of the same {@code name}, if there is one. */
    public String setItem(String text, String list, ObjectNode item) {
        ArrayNode items = items(read(text), list);
        String name = item.path("name").asText();
        int index = indexOf(items, name);
        if (index >= 0) {
            if (items.get(index).equals(item)) {
                return text;
            }
            String without = removeItem(text, list, name);
            return setItem(without, list, item);
        }
        return addItem(text, list, item);
    }

    /** The text with one more item at the end of the list at the top. */
    public String addItem(String text, String list, JsonNode item) {
        ObjectNode meant = read(text);
        items(meant, list).add(item);
        return checked(new YamlSplices(text, root(text)).addItems(list, List.of(item)), meant);
    }

    /**
     * The text with other members in items of the list at the top, and with more items at its end.
     *
     * @param changes by the index of an item: members and their values, empty for those that are to go
     */
    public String update(
            String text, String list, Map<Integer, Map<String, Optional<JsonNode>>> changes, List<ObjectNode> added) {
        ObjectNode meant = read(text);
        ArrayNode items = items(meant, list);
        Map<Integer, Map<String, Optional<JsonNode>>> needed = new TreeMap<>();
        changes.forEach((index, members) -> {
            ObjectNode item = (ObjectNode) items.get(index);
            Map<String, Optional<JsonNode>> differing = new LinkedHashMap<>(members);
            differing.entrySet().removeIf(each -> each.getValue().equals(Optional.ofNullable(item.get(each.getKey()))));
            differing.forEach(
                    (name, value) -> value.ifPresentOrElse(node -> item.set(name, node), () -> item.remove(name)));
            needed.put(index, differing);
        });
        items.addAll(added);
        return checked(new YamlSplices(text, root(text)).update(list, needed, added), meant);
    }

    private ArrayNode items(ObjectNode root, String list) {
        JsonNode found = root.get(list);
        if (found != null && !found.isNull() && !found.isArray()) {
            throw new ConfigException(source + ": '" + list + "' is no list, so nothing can be put into it");
        }
        return found instanceof ArrayNode array ? array : root.putArray(list);
    }

    /** The text without the item of this name in the list at the top; the same text if there is none. */
    public String removeItem(String text, String list, String name) {
        ObjectNode meant = read(text);
        int index = meant.get(list) instanceof ArrayNode items ? indexOf(items, name) : -1;
        return index < 0 ? text : removeItem(text, list, index);
    }

    /** The text without the item at this index of the list at the top. */
    public String removeItem(String text, String list, int index) {
        ObjectNode meant = read(text);
        items(meant, list).remove(index);
        return checked(new YamlSplices(text, root(text)).removeItem(list, index), meant);
    }

    private static int indexOf(ArrayNode items, String name) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("name").asText().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Optional<YamlNode> root(String text) {
        return YamlReader.read(source, text).filter(root -> !root.isNull());
    }

    private String checked(String after, ObjectNode meant) {
        return EditedText.checked(source, after, meant, this::read);
    }
}
