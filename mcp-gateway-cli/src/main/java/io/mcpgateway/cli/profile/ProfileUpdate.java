package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import java.util.ArrayList;
import java.util.List;

/** Brings profiles to what another one says, apart from what the user has configured and chosen. Immutable. */
final class ProfileUpdate {
    private final String name;
    private final List<ListedServer> servers = new ArrayList<>();

    ProfileUpdate(ProfileSource source) {
        ObjectNode tree = new YamlEditor(source.id()).read(source.text());
        this.name = tree.path("name").asText();
        for (JsonNode server : tree.path("servers")) {
            servers.add(new ListedServer(servers.size(), (ObjectNode) server));
        }
    }

    /** The servers of a profile that it would take away. */
    List<ListedServer> removals(Profile profile) {
        return profile.servers().stream()
                .filter(there -> servers.stream().noneMatch(there::isSame))
                .toList();
    }

    /** Adds, refreshes and removes servers. */
    void apply(ProfileEdit edit) {
        edit.put(List.of("name"), TextNode.valueOf(name));
        List<ListedServer> removals = removals(edit.profile());
        for (int i = removals.size() - 1; i >= 0; i--) {
            edit.remove(removals.get(i));
        }
        edit.add(servers.stream().map(ListedServer::node).toList());
    }
}
