package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.model.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes the configuration of servers of one profile, and holds it against what they say of it. */
final class ConfigEdit {
    private static final String CONFIG = "config";

    private final ProfileEdit edit;
    private final Map<String, Set<String>> touched = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    ConfigEdit(ProfileEdit edit) {
        this.edit = edit;
    }

    /** Sets a value; returns it as it is kept. */
    JsonNode set(String key, Profile.Address address, String text) {
        ListedServer server = address.server();
        ConfigSchema schema = new ConfigSchema(server);
        List<String> path = schema.path(address.rest(), server.configuration());
        JsonNode at = server.configuration();
        for (int i = 0; i < path.size() - 1; i++) {
            at = at.path(path.get(i));
            if (!at.isMissingNode() && !at.isNull() && !at.isObject()) {
                throw new ConfigException(key + ": '" + String.join(".", path.subList(0, i + 1)) + "' of server "
                        + server.name() + " is no map, so nothing can be set in it; --del removes it");
            }
        }
        if (schema.isUnknown(path)) {
            String rest = String.join(".", path);
            notes.add(server.name() + " says nothing of a setting '" + rest + "'"
                    + Suggestions.didYouMean(rest, schema.known()));
        }
        JsonNode value = schema.value(path, text);
        edit.put(server, within(path), value);
        touch(server, path);
        return value;
    }

    /** Removes a value, and the maps that are empty without it; returns whether there was one. */
    boolean remove(Profile.Address address) {
        ListedServer server = address.server();
        List<String> path = new ConfigSchema(server).path(address.rest(), server.configuration());
        JsonNode value = server.configuration();
        for (String name : path) {
            value = value.path(name);
        }
        if (value.isMissingNode()) {
            return false;
        }
        touch(server, path);
        int kept = path.size() - 1;
        while (kept > 0 && inside(server.configuration(), path.subList(0, kept)).size() == 1) {
            kept--;
        }
        boolean all = kept == 0 && server.configuration().size() == 1;
        edit.remove(server, all ? List.of(CONFIG) : within(path.subList(0, kept + 1)));
        return true;
    }

    private static JsonNode inside(JsonNode values, List<String> path) {
        JsonNode at = values;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }

    private static List<String> within(List<String> path) {
        List<String> whole = new ArrayList<>(List.of(CONFIG));
        whole.addAll(path);
        return whole;
    }

    private void touch(ListedServer server, List<String> path) {
        touched.computeIfAbsent(server.name(), name -> new LinkedHashSet<>()).add(String.join(".", path));
    }

    /**
     * Checks what was changed.
     *
     * @return what else is to be told: settings that nothing is said of, settings that are missing
     * @throws ConfigException if a value is not what its server takes
     */
    List<String> check() {
        touched.forEach((name, paths) -> {
            ListedServer server = edit.profile().require(name);
            ObjectNode configuration = server.configuration();
            for (String problem : new ConfigSchema(server).problems(configuration)) {
                if (problem.endsWith("(missing)")) {
                    notes.add(name + " needs more to start: " + problem);
                } else if (paths.stream().anyMatch(path -> speaksOf(problem, path))) {
                    throw new ConfigException(name + ": " + problem + "; nothing is changed");
                }
            }
        });
        return List.copyOf(notes);
    }

    private static boolean speaksOf(String problem, String path) {
        String told = problem.substring(0, Math.max(0, problem.indexOf(" (")));
        return told.equals(path) || path.startsWith(told + ".") || told.startsWith(path + ".");
    }
}
