package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.CatalogFileNames;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog show}. */
@Command
public final class CatalogShow implements Callable<Integer> {
    private static final String DOCKER = "docker-mcp.yaml";
    private static final String STARTER = "starter";

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "CATALOG",
            hideParamSyntax = true,
            description =
                    "A configured catalog, 'starter', a file, a URL, or an OCI catalog (docker-mcp if it is there, else"
                            + " starter)")
    private @Nullable String name;

    @Mixin
    private final OciShowOptions oci = new OciShowOptions();

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public CatalogShow(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        String argument = name;
        Optional<OciReference> reference =
                argument == null ? Optional.empty() : CatalogKind.ociOrPath(session.home(), argument);
        if (reference.isPresent()) {
            new OciShow(session, oci, format).show(reference.get());
            return 0;
        }
        oci.refuse();
        return showFile();
    }

    /** A name, where it is no path, is that of a catalog that there is. */
    private void requireKnown(String source) {
        boolean name = source.matches("[^/\\\\:]+") && !source.endsWith(".yaml") && !source.equals(STARTER);
        if (name && !Files.exists(CatalogFileNames.file(session.home(), source))) {
            CatalogIndex.of(session.home()).require(source);
        }
    }

    private int showFile() {
        GatewayAssembly assembly =
                new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
        List<String> known = assembly.catalogSources();
        String source = Optional.ofNullable(name).orElse(known.contains(DOCKER) ? DOCKER : STARTER);
        requireKnown(source);
        try (Catalog catalog = assembly.catalog(source)) {
            CatalogSnapshot snapshot = catalog.read();
            format.show(() -> json(snapshot), () -> {
                list(snapshot);
                others(source, known);
            });
            for (Problem problem : snapshot.problems()) {
                session.console().err().println("! Left out: " + Table.plain(problem.toString()));
            }
            return 0;
        }
    }

    private void list(CatalogSnapshot snapshot) {
        Console console = session.console();
        String title = snapshot.displayName().isEmpty() ? snapshot.name() : snapshot.displayName();
        console.out()
                .println(console.bold(Table.plain(title)) + " ("
                        + snapshot.servers().size() + (snapshot.servers().size() == 1 ? " server)" : " servers)"));
        if (snapshot.servers().isEmpty()) {
            return;
        }
        console.out().println();
        Table table = new Table("NAME", "TYPE", "DESCRIPTION");
        snapshot.servers().values().stream()
                .sorted(Comparator.comparing(ServerEntry::name))
                .forEach(entry -> table.row(entry.name(), entry.type().text(), description(entry)));
        table.print(console);
    }

    private static String description(ServerEntry entry) {
        return entry.description().isBlank() ? entry.title() : entry.description();
    }

    private void others(String shown, List<String> known) {
        List<String> others =
                known.stream().filter(source -> !source.equals(shown)).toList();
        if (name == null && !others.isEmpty()) {
            session.console().err().println("Other catalogs: " + String.join(", ", others));
        }
    }

    /** The legacy form of a catalog document; entries as they were written, unknown members included. */
    private static ObjectNode json(CatalogSnapshot snapshot) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("name", snapshot.name());
        document.put("displayName", snapshot.displayName());
        ObjectNode registry = document.putObject("registry");
        snapshot.servers().forEach((server, entry) -> registry.set(server, Json.parse(entry.raw())));
        return document;
    }
}
