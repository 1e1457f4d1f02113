package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.catalog.CatalogIndex.Entry;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code catalog ls}. */
@Command
public final class CatalogLs implements Callable<Integer> {
    private final Session session;

    @Option(names = "--format", paramLabel = "list|json", description = "How to show them (list)")
    private Format format = Format.LIST;

    /** The command of a run. */
    public CatalogLs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CatalogIndex index = CatalogIndex.of(session.home());
        Console console = session.console();
        if (format == Format.JSON) {
            var document = index.document();
            document.withObject("/catalogs");
            console.out().println(Json.indented(document));
            return 0;
        }
        List<Entry> all = index.all();
        if (all.isEmpty()) {
            console.out().println("No catalogs configured.");
            console.err().println("'catalog init' fetches Docker's, 'catalog create' makes one of your own");
            return 0;
        }
        Table table = new Table("NAME", "KIND", "TITLE", "SOURCE");
        all.forEach(entry -> table.row(entry.name(), "file", entry.displayName(), entry.url()));
        table.print(console);
        return 0;
    }

    /** The catalogs that there are, with their titles. */
    public static Map<String, String> names(Session session) {
        Map<String, String> names = new TreeMap<>();
        CatalogIndex.of(session.home()).all().forEach(entry -> names.put(entry.name(), entry.displayName()));
        return names;
    }
}
