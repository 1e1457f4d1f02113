package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.cli.fetch.FetchOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code registry show}. */
@Command
public final class RegistryShow implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "1",
            paramLabel = "SERVER",
            description = "NAME, NAME@VERSION, or the URL that a registry has it at")
    private String server = "";

    @Option(names = "--registry", paramLabel = "HOST", description = "A registry's host or URL (${DEFAULT-VALUE})")
    private String registry = CommunityRegistry.DEFAULT_HOST;

    @Mixin
    private final FetchOptions fetch;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public RegistryShow(Session session) {
        this.session = session;
        this.fetch = new FetchOptions(session);
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        fetch.apply();
        CommunityServer found = new CommunityRegistry(session).server(reference());
        format.show(found::registered, () -> list(found));
        found.notes().forEach(note -> session.console().err().println("! Note: " + Table.plain(note)));
        return 0;
    }

    private String reference() {
        if (Downloads.isUrl(server)) {
            return server;
        }
        int at = server.lastIndexOf('@');
        RegistryRoot root = RegistryRoot.parse(registry);
        return at <= 0 ? root.versions(server) : root.version(server.substring(0, at), server.substring(at + 1));
    }

    private void list(CommunityServer found) {
        Console console = session.console();
        JsonNode entry = found.entry();
        console.out().println(console.bold(Table.plain(found.registryName())) + " " + Table.plain(found.version()));
        Table table = new Table("WHAT", "VALUE");
        row(table, "description", entry.path("description").asText(""));
        row(table, "name in catalogs", found.name());
        row(table, "kind", found.kind());
        row(table, "image", entry.path("image").asText(""));
        row(table, "command", String.join(" ", texts(entry.path("command"))));
        row(table, "url", entry.at("/remote/url").asText(""));
        row(table, "mounts", String.join(", ", texts(entry.path("volumes"))));
        row(table, "secrets", String.join(", ", names(entry.path("secrets"))));
        row(table, "configuration", String.join(", ", settings(entry.at("/config/0"))));
        row(table, "source", found.source());
        table.print(console);
    }

    private static void row(Table table, String what, String value) {
        if (!value.isEmpty()) {
            table.row(what, value);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> names(JsonNode secrets) {
        List<String> names = new ArrayList<>();
        secrets.forEach(secret -> names.add(
                secret.path("name").asText() + (secret.path("required").asBoolean(true) ? "" : " (optional)")));
        return names;
    }

    private static List<String> settings(JsonNode schema) {
        Set<String> required = new HashSet<>(texts(schema.path("required")));
        List<String> names = new ArrayList<>();
        schema.path("properties")
                .fieldNames()
                .forEachRemaining(name -> names.add(name + (required.contains(name) ? " (required)" : "")));
        return names;
    }
}
