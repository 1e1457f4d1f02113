package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog server ls}. */
@Command
public final class CatalogServerLs implements Callable<Integer> {
    private static final List<String> LOCATORS = List.of("image", "source", "endpoint");

    private final Session session;

    @Parameters(arity = "1", paramLabel = "REFERENCE", description = "An OCI catalog")
    private String argument = "";

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "name=TEXT",
            hideParamSyntax = true,
            description = "Only servers that have the text in their name")
    private List<String> filters = List.of();

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public CatalogServerLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        String text = filter();
        OciCatalog catalog = OciCatalogs.of(session.home()).require(CatalogKind.requireOci(session.home(), argument));
        List<ObjectNode> servers = OciViews.servers(catalog, text);
        format.show(() -> OciViews.servers(catalog, servers), () -> list(catalog, servers));
        return 0;
    }

    /** The servers of the catalog that is the first of these arguments. */
    public static Map<String, String> names(Session session, List<String> before) {
        Map<String, String> names = new TreeMap<>();
        if (!before.isEmpty()) {
            OciCatalogs.of(session.home())
                    .find(CatalogKind.requireOci(session.home(), before.get(0)))
                    .ifPresent(catalog -> catalog.servers()
                            .forEach(server -> names.put(
                                    OciCatalog.nameOf(server),
                                    server.at("/snapshot/server/title").asText(""))));
            names.remove("");
        }
        return names;
    }

    private String filter() {
        String text = "";
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals <= 0) {
                throw new ConfigException("invalid filter format: " + filter + " (expected key=value)");
            }
            String key = filter.substring(0, equals);
            if (!key.equals("name")) {
                throw new ConfigException("unsupported filter key: " + key + "; there is name");
            }
            text = filter.substring(equals + 1);
        }
        return text;
    }

    private void list(OciCatalog catalog, List<ObjectNode> servers) {
        Console console = session.console();
        if (servers.isEmpty()) {
            console.out().println("No servers found");
            return;
        }
        console.out().println("Catalog: " + catalog.reference());
        console.out().println("Title: " + Table.plain(catalog.title()));
        console.out().println("Servers (" + servers.size() + "):");
        for (ObjectNode server : servers) {
            JsonNode entry = server.path("snapshot").path("server");
            String name = OciCatalog.nameOf(server);
            console.out().println();
            console.out().println("  " + console.bold(name.isEmpty() ? "(no snapshot)" : Table.plain(name)));
            line("Title", entry.path("title").asText(""));
            line("Description", entry.path("description").asText(""));
            line("Type", server.path("type").asText(""));
            LOCATORS.forEach(locator -> line(
                    locator.substring(0, 1).toUpperCase(Locale.ROOT) + locator.substring(1),
                    server.path(locator).asText("")));
            line("Tools", entry.path("tools").isEmpty() ? "" : tools(server, entry));
        }
    }

    private static String tools(JsonNode server, JsonNode entry) {
        JsonNode chosen = server.path("tools");
        int all = entry.path("tools").size();
        return chosen.isArray() && chosen.size() != all ? chosen.size() + " of " + all : String.valueOf(all);
    }

    private void line(String label, String value) {
        if (!value.isBlank()) {
            session.console().out().println("    " + label + ": " + Table.plain(value));
        }
    }
}
