package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile config}. */
@Command
public final class ProfileConfig implements Callable<Integer> {
    private static final String FORM = "SERVER.SETTING";

    private final Session session;

    @Parameters(arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Option(
            names = "--set",
            paramLabel = "SERVER.SETTING=VALUE",
            hideParamSyntax = true,
            description =
                    "Set it: text as it is written, or JSON where something else is wanted; may be given more than"
                            + " once")
    private List<String> set = List.of();

    @Option(
            names = "--get",
            paramLabel = "SERVER.SETTING",
            hideParamSyntax = true,
            description = "Show it; may be given more than once")
    private List<String> get = List.of();

    @Option(
            names = "--del",
            paramLabel = "SERVER.SETTING",
            hideParamSyntax = true,
            description = "Remove it; may be given more than once")
    private List<String> del = List.of();

    @Option(names = "--get-all", description = "Show all that is set")
    private boolean getAll;

    @Mixin
    private final FormatOptions format;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfileConfig(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        Map<String, String> values = values();
        for (String key : del) {
            if (values.containsKey(key)) {
                throw new ConfigException("cannot both delete and set the same config value: " + key);
            }
        }
        Map<String, JsonNode> shown = new LinkedHashMap<>(got());
        List<String> notes = new ArrayList<>();
        if (!values.isEmpty() || !del.isEmpty()) {
            change(values, shown, notes);
        }
        if (!options.dryRun()) {
            show(shown);
        }
        notes.forEach(session.console().err()::println);
        return 0;
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : set) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                // Without what was written: it may be a value.
                throw new ConfigException("invalid config argument: expected " + FORM + "=VALUE after --set");
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return values;
    }

    private Map<String, JsonNode> got() {
        Profile profile = Profiles.of(session.home()).require(id);
        Map<String, JsonNode> found = new LinkedHashMap<>();
        if (getAll) {
            profile.servers().forEach(server -> leaves(server.name() + ".", server.configuration(), found));
            return found;
        }
        for (String key : get) {
            Profile.Address address = profile.address(key, FORM);
            ObjectNode configuration = address.server().configuration();
            JsonNode value = configuration;
            for (String name : new ConfigSchema(address.server()).path(address.rest(), configuration)) {
                value = value.path(name);
            }
            if (value.isMissingNode()) {
                session.console().err().println(key + " is not set");
            } else {
                found.put(key, value);
            }
        }
        return found;
    }

    private static void leaves(String prefix, JsonNode values, Map<String, JsonNode> into) {
        values.properties().forEach(member -> {
            if (member.getValue().isObject() && !member.getValue().isEmpty()) {
                leaves(prefix + member.getKey() + ".", member.getValue(), into);
            } else {
                into.put(prefix + member.getKey(), member.getValue());
            }
        });
    }

    private void change(Map<String, String> values, Map<String, JsonNode> shown, List<String> notes) {
        options.change("profile config " + id, change -> {
            ProfileEdit edit = ProfileEdit.of(session.home(), change, id);
            ConfigEdit config = new ConfigEdit(edit);
            values.forEach((key, text) ->
                    shown.put(key, config.set(key, edit.profile().address(key, FORM), text)));
            for (String key : del) {
                if (!config.remove(edit.profile().address(key, FORM))) {
                    notes.add(key + " was not set");
                }
            }
            notes.addAll(config.check());
        });
    }

    private void show(Map<String, JsonNode> values) {
        ObjectNode map = Json.mapper().createObjectNode();
        values.forEach(map::set);
        format.show(
                () -> map,
                () -> values.forEach((key, value) -> session.console().out().println(key + "=" + line(value))));
    }

    /** A value on one line: text as it is, everything else as JSON. */
    private static String line(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** Names of settings that can be set, for completion: those that servers speak of, and those that are set. */
    public static Map<String, String> settings(Session session, String id) {
        Map<String, String> names = new LinkedHashMap<>();
        Profiles.of(session.home()).find(id).ifPresent(profile -> {
            for (ListedServer server : profile.servers()) {
                new ConfigSchema(server).known().forEach(path -> names.put(server.name() + "." + path, ""));
                Map<String, JsonNode> there = new LinkedHashMap<>();
                leaves(server.name() + ".", server.configuration(), there);
                there.keySet().forEach(key -> names.put(key, "is set"));
            }
        });
        return names;
    }
}
