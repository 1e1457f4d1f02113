package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.catalog.CatalogIndex.Entry;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code catalog ls}. */
@Command
public final class CatalogLs implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public CatalogLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        CatalogIndex index = CatalogIndex.of(session.home());
        format.show(() -> document(index), () -> list(index.all()));
        return 0;
    }

    private static ObjectNode document(CatalogIndex index) {
        ObjectNode document = index.document();
        document.withObject("/catalogs");
        return document;
    }

    private void list(List<Entry> all) {
        Console console = session.console();
        if (all.isEmpty()) {
            console.out().println("No catalogs configured.");
            console.err().println("'catalog init' fetches Docker's, 'catalog create' makes one of your own");
            return;
        }
        Table table = new Table("NAME", "KIND", "TITLE", "SOURCE");
        all.forEach(entry -> table.row(entry.name(), "file", entry.displayName(), entry.url()));
        table.print(console);
    }

    /** The catalogs that there are, with their titles. */
    public static Map<String, String> names(Session session) {
        Map<String, String> names = new TreeMap<>();
        CatalogIndex.of(session.home()).all().forEach(entry -> names.put(entry.name(), entry.displayName()));
        return names;
    }
}
