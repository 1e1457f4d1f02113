package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.model.ConfigException;
import java.util.List;

/**
 * What an image says of itself, narrowed to what cannot change how it runs: whoever builds an image is not to decide what of
 * this computer it sees. Of its variables nothing is left either: without a value each would only be emptied. Stateless.
 */
final class ImageLabel {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final List<String> TAKEN =
            List.of("description", "title", "icon", "readme", "config", "prefix", "metadata");

    private ImageLabel() {}

    /**
     * The entry.
     *
     * @param image the image as the user called it, for messages
     * @param pinned the image that the entry is to run
     * @param label YAML or JSON
     */
    static ObjectNode entry(String image, String pinned, String label) {
        String what = "the label of image " + image;
        if (label.length() > MOST_CHARACTERS) {
            throw new ConfigException(what + " is larger than " + MOST_CHARACTERS + " characters");
        }
        ObjectNode said = new YamlEditor(what).read(label);
        ObjectNode entry = Json.mapper().createObjectNode();
        String name = said.path("name").asText("");
        if (name.isBlank()) {
            throw new ConfigException(what + " gives the server no 'name'");
        }
        entry.put("name", name).put("type", "server").put("image", pinned);
        for (String member : TAKEN) {
            JsonNode value = said.path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                entry.set(member, value);
            }
        }
        tools(said.path("tools"), entry);
        return entry;
    }

    private static void tools(JsonNode said, ObjectNode entry) {
        for (JsonNode tool : said) {
            if (tool instanceof ObjectNode object) {
                ObjectNode narrow = object.deepCopy();
                narrow.remove(List.of("container", "parameters"));
                entry.withArray("tools").add(narrow);
            }
        }
    }
}
