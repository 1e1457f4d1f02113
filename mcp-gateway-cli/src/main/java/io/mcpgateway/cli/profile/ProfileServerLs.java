package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileForms;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.model.ConfigException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile server ls}. */
@Command
public final class ProfileServerLs implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The profile (all)")
    private String id = "";

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "KEY=VALUE",
            hideParamSyntax = true,
            description =
                    "profile=ID, or name=TEXT for servers that have the text in their name; may be given more than"
                            + " once")
    private List<String> filters = List.of();

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ProfileServerLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Map<String, String> filter = filter();
        if (!id.isEmpty()) {
            Profiles.of(session.home()).require(id);
            filter.put("profile", id);
        }
        ReadableProfiles readable = ReadableProfiles.of(session);
        Map<Profile, List<ListedServer>> found = new LinkedHashMap<>();
        for (Profile profile : readable.profiles()) {
            List<ListedServer> servers = profile.servers().stream()
                    .filter(server -> matches(server, filter.getOrDefault("name", "")))
                    .sorted(Comparator.comparing(ListedServer::name))
                    .toList();
            if (!servers.isEmpty()
                    && filter.getOrDefault("profile", profile.id()).equals(profile.id())) {
                found.put(profile, servers);
            }
        }
        format.show(
                () -> document(found, ProfileForms::json),
                () -> document(found, ProfileForms::yaml),
                () -> table(found));
        return readable.status();
    }

    private Map<String, String> filter() {
        Map<String, String> filter = new HashMap<>();
        for (String text : filters) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new ConfigException("invalid filter format: " + text + " (expected key=value)");
            }
            String key = text.substring(0, equals);
            if (!List.of("name", "profile").contains(key)) {
                throw new ConfigException("unsupported filter key: " + key + "; there are name and profile");
            }
            filter.put(key, text.substring(equals + 1));
        }
        return filter;
    }

    private static boolean matches(ListedServer server, String text) {
        return server.name().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    private void table(Map<Profile, List<ListedServer>> found) {
        Console console = session.console();
        if (found.isEmpty()) {
            console.out().println("No servers found");
            return;
        }
        Table table = new Table("PROFILE", "TYPE", "SERVER", "TOOLS", "IDENTIFIER");
        found.forEach((profile, servers) -> servers.forEach(server -> table.row(
                profile.id(),
                server.type(),
                server.name().isEmpty() ? "(no snapshot)" : server.name(),
                tools(server),
                server.locator())));
        table.print(console);
    }

    private static String tools(ListedServer server) {
        return server.tools().map(list -> String.valueOf(list.size())).orElse("all");
    }

    private static ArrayNode document(Map<Profile, List<ListedServer>> found, UnaryOperator<ObjectNode> form) {
        ArrayNode list = Json.mapper().createArrayNode();
        found.forEach((profile, servers) -> {
            ObjectNode one = Json.mapper().createObjectNode();
            one.put("id", profile.id()).put("name", profile.name());
            ArrayNode nodes = one.putArray("servers");
            servers.forEach(server -> nodes.add(server.node().deepCopy()));
            list.add(form.apply(one));
        });
        return list;
    }
}
