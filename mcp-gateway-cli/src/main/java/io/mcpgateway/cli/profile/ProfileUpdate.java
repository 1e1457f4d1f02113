package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings a profile to what another one says, apart from what the user has configured and chosen. */
final class ProfileUpdate {
    private final ProfileEdit edit;

    ProfileUpdate(ProfileEdit edit) {
        this.edit = edit;
    }

    /** Adds, refreshes and removes servers. */
    void to(ProfileSource source) {
        ObjectNode tree = new YamlEditor(source.id()).read(source.text());
        edit.put(List.of("name"), TextNode.valueOf(tree.path("name").asText()));
        Set<String> names = new HashSet<>();
        for (JsonNode server : tree.path("servers")) {
            names.add(server.at("/snapshot/server/name").asText(""));
        }
        List<ListedServer> there = edit.profile().servers();
        for (int i = there.size() - 1; i >= 0; i--) {
            if (!names.contains(there.get(i).name())) {
                edit.remove(there.get(i));
            }
        }
        List<ObjectNode> servers = new ArrayList<>();
        tree.path("servers").forEach(server -> servers.add((ObjectNode) server));
        edit.add(servers);
    }
}
