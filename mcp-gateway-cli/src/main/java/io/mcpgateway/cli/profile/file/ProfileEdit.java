package io.mcpgateway.cli.profile.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Changes one profile within a change of state: its text is edited in place. Confined to one thread. */
public final class ProfileEdit {
    private static final String SERVERS = "servers";

    /** What a server gets anew when it is added again; its configuration and tools stay. */
    private static final List<String> REFRESHED =
            List.of("type", "image", "source", "endpoint", "catalog_ref", "catalogRef", "snapshot");

    private final Change change;
    private final YamlEditor editor;
    private Profile profile;

    private ProfileEdit(Change change, Profile profile) {
        this.change = change;
        this.profile = profile;
        this.editor = new YamlEditor(profile.file().toString());
    }

    /**
     * Edits one that there is.
     *
     * @throws io.mcpgateway.model.GatewayException if there is none
     */
    public static ProfileEdit of(Path home, Change change, String id) {
        return new ProfileEdit(change, Profiles.of(home, change).require(id));
    }

    /** Begins a new one, without servers. */
    public static ProfileEdit begin(Path home, Change change, String id, String name) {
        ObjectNode tree = Json.mapper().createObjectNode();
        tree.put("version", 1).put("id", id).put("name", name);
        tree.putArray(SERVERS);
        tree.putObject("secrets").putObject("default").put("provider", "docker-desktop-store");
        return store(home, change, id, Yaml.document(tree));
    }

    /** Takes a text over as a profile. */
    public static ProfileEdit store(Path home, Change change, String id, String text) {
        Path file = Profiles.of(home, change).file(id);
        Profile profile = new Profile(id, file, text);
        change.write(file, text);
        ProfileEdit edit = new ProfileEdit(change, profile);
        edit.put(List.of("id"), TextNode.valueOf(id));
        return edit;
    }

    /** The profile as it will be. */
    public Profile profile() {
        return profile;
    }

    /** Sets a member of the profile. */
    public void put(List<String> path, JsonNode value) {
        text(editor.set(profile.text(), path, value));
    }

    /** Sets something of a server. */
    public void put(ListedServer server, List<String> path, JsonNode value) {
        text(editor.set(profile.text(), within(server, path), value));
    }

    /** Removes something of a server. */
    public void remove(ListedServer server, List<String> path) {
        text(editor.remove(profile.text(), within(server, path)));
    }

    /** Removes a server. */
    public void remove(ListedServer server) {
        text(editor.removeItem(profile.text(), SERVERS, server.index()));
    }

    /**
     * Adds servers, or refreshes those that are there, which keep their configuration and their tools. One that comes
     * without a snapshot refreshes nothing.
     *
     * @param servers in the form of a catalog's servers
     * @return the names of those that are refreshed
     */
    public Set<String> add(List<ObjectNode> servers) {
        Map<Integer, Map<String, Optional<JsonNode>>> changes = new TreeMap<>();
        List<ListedServer> added = new ArrayList<>();
        Set<String> refreshed = new LinkedHashSet<>();
        for (ObjectNode node : servers) {
            ListedServer server = new ListedServer(added.size(), node);
            Optional<ListedServer> known =
                    profile.servers().stream().filter(server::isSame).findFirst();
            if (known.isEmpty()) {
                added.removeIf(server::isSame);
                added.add(server);
            } else if (!server.name().isEmpty()) {
                changes.put(known.get().index(), refreshed(node));
                refreshed.add(server.name());
            }
        }
        text(editor.update(
                profile.text(), SERVERS, changes, added.stream().map(this::item).toList()));
        return refreshed;
    }

    private ObjectNode item(ListedServer server) {
        ObjectNode item = server.node().deepCopy();
        if (profile.tree().at("/secrets/default").isObject() && !item.has("secrets")) {
            item.put("secrets", "default");
        }
        return (ObjectNode) ProfileForms.yaml(ofOne(item)).path(SERVERS).get(0);
    }

    private static ObjectNode ofOne(ObjectNode server) {
        ObjectNode profile = Json.mapper().createObjectNode();
        profile.putArray(SERVERS).add(server);
        return profile;
    }

    private static Map<String, Optional<JsonNode>> refreshed(ObjectNode server) {
        Map<String, Optional<JsonNode>> members = new LinkedHashMap<>();
        REFRESHED.forEach(member -> members.put(member, Optional.ofNullable(server.get(member))));
        return members;
    }

    private static List<String> within(ListedServer server, List<String> path) {
        List<String> whole = new ArrayList<>(List.of(SERVERS, String.valueOf(server.index())));
        whole.addAll(path);
        return whole;
    }

    private void text(String text) {
        if (!text.equals(profile.text())) {
            profile = new Profile(profile.id(), profile.file(), text);
            change.write(profile.file(), text);
        }
    }
}
