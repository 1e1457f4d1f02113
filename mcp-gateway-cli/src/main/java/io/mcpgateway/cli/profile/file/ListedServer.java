package io.mcpgateway.cli.profile.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One server of a profile, as it is written there.
 *
 * @param index its place in the list
 * @param node what the profile says of it; not to be changed
 */
public record ListedServer(int index, ObjectNode node) {
    /** The members that say where a server is, by type. */
    public static final List<String> LOCATORS = List.of("image", "source", "endpoint");

    /** The name in its snapshot; empty if it has none, and then commands cannot name it. */
    public String name() {
        return entry().path("name").asText("");
    }

    /** What the profile calls its type. */
    public String type() {
        return node.path("type").asText("");
    }

    /** Image, address or page of the registry; empty if it has none. */
    public String locator() {
        return LOCATORS.stream()
                .map(member -> node.path(member).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whether it is the same one: by their names if both have one, else by what they are and where. */
    public boolean isSame(ListedServer other) {
        if (!name().isEmpty() && !other.name().isEmpty()) {
            return name().equals(other.name());
        }
        return type().equals(other.type()) && locator().equals(other.locator());
    }

    /** What it is called where people read of it. */
    public String shown() {
        return name().isEmpty() ? locator() : name();
    }

    /** The entry that it was added with; missing if it has no snapshot. */
    public JsonNode entry() {
        return node.path("snapshot").path("server");
    }

    /** Its configuration; empty if it has none. */
    public ObjectNode configuration() {
        return node.path("config") instanceof ObjectNode config
                ? config
                : Json.mapper().createObjectNode();
    }

    /** The tools that clients see; empty if they see all. */
    public Optional<List<String>> tools() {
        JsonNode tools = node.path("tools");
        if (tools.isMissingNode() || tools.isNull()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        tools.forEach(tool -> names.add(tool.asText()));
        return Optional.of(names);
    }

    /** The tools that its snapshot lists. */
    public List<String> knownTools() {
        List<String> names = new ArrayList<>();
        entry().path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }
}
