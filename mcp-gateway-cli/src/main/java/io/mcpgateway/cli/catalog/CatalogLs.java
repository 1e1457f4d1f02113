package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.catalog.CatalogIndex.Entry;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.model.GatewayException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code catalog ls}. */
@Command
public final class CatalogLs implements Callable<Integer> {
    private final Session session;
    private int status;

    @Option(
            names = "--kind",
            paramLabel = "all|file|oci",
            converter = KindConverter.class,
            description = "Which ones (all); JSON and YAML are of one kind, of files unless it is oci")
    private Kind kind = Kind.ALL;

    @Mixin
    private final FormatOptions format;

    /** Which catalogs are meant. */
    private enum Kind {
        ALL,
        FILE,
        OCI
    }

    /** For picocli: reads the word for a kind. */
    private static final class KindConverter implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String word) {
            return Stream.of(Kind.values())
                    .filter(kind -> kind.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there are all, file and oci"));
        }
    }

    /** The command of a run. */
    public CatalogLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        CatalogIndex index = CatalogIndex.of(session.home());
        OciCatalogs catalogs = OciCatalogs.of(session.home());
        if (kind == Kind.OCI) {
            List<OciCatalog> all = catalogs.list(this::tell);
            format.show(() -> OciViews.summaries(all), () -> digests(all));
        } else {
            format.show(
                    () -> document(index),
                    () -> list(index.all(), kind == Kind.ALL ? catalogs.list(this::tell) : List.of()));
        }
        return status;
    }

    /** One that is broken does not hide the others. */
    private void tell(GatewayException broken) {
        session.console().err().println(broken.getMessage());
        status = broken.code().exitStatus();
    }

    private void digests(List<OciCatalog> all) {
        Console console = session.console();
        if (all.isEmpty()) {
            console.out().println("No OCI catalogs.");
            console.err().println("'catalog pull mcp/docker-mcp-catalog' fetches Docker's, 'catalog create' makes one");
            return;
        }
        Table table = new Table("REFERENCE", "DIGEST", "TITLE");
        all.forEach(each -> table.row(each.reference().toString(), each.digest(), each.title()));
        table.print(console);
    }

    private static ObjectNode document(CatalogIndex index) {
        ObjectNode document = index.document();
        document.withObject("/catalogs");
        return document;
    }

    private void list(List<Entry> all, List<OciCatalog> artifacts) {
        Console console = session.console();
        if (all.isEmpty() && artifacts.isEmpty()) {
            console.out().println("No catalogs configured.");
            console.err().println("'catalog init' fetches Docker's, 'catalog create' makes one of your own");
            return;
        }
        Table table = new Table("NAME", "KIND", "TITLE", "SOURCE");
        all.forEach(entry -> table.row(entry.name(), "file", entry.displayName(), entry.url()));
        artifacts.forEach(each -> table.row(each.reference().toString(), "oci", each.title(), each.source()));
        table.print(console);
    }

    /** The catalogs that there are, with their titles. */
    public static Map<String, String> names(Session session) {
        Map<String, String> names = new TreeMap<>();
        CatalogIndex.of(session.home()).all().forEach(entry -> names.put(entry.name(), entry.displayName()));
        return names;
    }

    /** The OCI catalogs that there are, with their titles. */
    public static Map<String, String> references(Session session) {
        Map<String, String> names = new TreeMap<>();
        OciCatalogs.of(session.home())
                .list(broken -> {})
                .forEach(each -> names.put(each.reference().toString(), each.title()));
        return names;
    }

    /** How references to servers begin, those of catalogs that are here included. */
    public static Map<String, String> prefixes(Session session) {
        Map<String, String> prefixes = new TreeMap<>();
        both(session).forEach((name, title) -> prefixes.put("catalog://" + name + "/", title));
        ServerReferences.schemes().forEach(scheme -> prefixes.put(scheme, ""));
        return prefixes;
    }

    /** Both kinds. */
    public static Map<String, String> both(Session session) {
        Map<String, String> names = names(session);
        names.putAll(references(session));
        return names;
    }
}
