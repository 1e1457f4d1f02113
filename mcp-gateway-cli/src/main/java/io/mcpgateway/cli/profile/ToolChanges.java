package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes which tools of a profile's servers clients see, and counts. Without a list they see all, with an empty one none;
 * no change of one tool changes what they see of the others.
 */
final class ToolChanges {
    private static final List<String> TOOLS = List.of("tools");

    private final ProfileEdit edit;
    private final List<String> notes = new ArrayList<>();
    private int allEnabled;
    private int allDisabled;
    private int enabled;
    private int disabled;

    ToolChanges(ProfileEdit edit) {
        this.edit = edit;
    }

    void enableAll(String name) {
        ListedServer server = edit.profile().require(name);
        if (server.tools().isPresent()) {
            edit.remove(server, TOOLS);
            allEnabled++;
        }
    }

    void disableAll(String name) {
        ListedServer server = edit.profile().require(name);
        if (!server.tools().equals(Optional.of(List.of()))) {
            set(server, List.of());
            allDisabled++;
        }
    }

    void enable(Profile.Address address) {
        ListedServer server = address.server();
        requireTool(server, address.rest());
        if (server.tools().isEmpty()) {
            notes.add(server.name() + ": all tools are on already, " + address.rest()
                    + " among them; 'profile tools --disable-all " + server.name()
                    + "' comes first if only it is to be");
            return;
        }
        List<String> tools = new ArrayList<>(server.tools().get());
        if (!tools.contains(address.rest())) {
            tools.add(address.rest());
            set(server, tools);
            enabled++;
        }
    }

    void disable(Profile.Address address) {
        ListedServer server = address.server();
        requireTool(server, address.rest());
        if (server.tools().isEmpty() && server.knownTools().isEmpty()) {
            throw new ConfigException(
                    "server " + server.name() + " lists no tools in its snapshot, so the others cannot be"
                            + " kept on; --disable-all, and --enable for those that are to be on");
        }
        List<String> tools = new ArrayList<>(server.tools().orElse(server.knownTools()));
        if (tools.remove(address.rest())) {
            set(server, tools);
            disabled++;
        }
    }

    /** A server whose snapshot lists no tools is asked when it runs, and not now. */
    private static void requireTool(ListedServer server, String tool) {
        List<String> known = server.knownTools();
        boolean chosen = server.tools().orElse(List.of()).contains(tool);
        if (!known.isEmpty() && !known.contains(tool) && !chosen) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "tool " + tool + " not found in server " + server.name() + Suggestions.didYouMean(tool, known)
                            + "; 'profile server add' with its reference reads anew which ones it has");
        }
    }

    private void set(ListedServer server, List<String> tools) {
        ArrayNode list = Json.mapper().createArrayNode();
        tools.forEach(list::add);
        edit.put(server, TOOLS, list);
    }

    /** What is to be told beside the counts. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    int allEnabled() {
        return allEnabled;
    }

    int allDisabled() {
        return allDisabled;
    }

    int enabled() {
        return enabled;
    }

    int disabled() {
        return disabled;
    }

    boolean none() {
        return allEnabled + allDisabled + enabled + disabled == 0;
    }
}
