package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciReference;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog server remove}. */
@Command
public final class CatalogServerRemove extends CatalogChange {
    @Mixin
    private final Confirmation confirmation;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An OCI catalog")
    private String argument = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "SERVER", description = "Servers of it")
    private List<String> positional = List.of();

    @Option(names = "--name", paramLabel = "SERVER", description = "A server of it; may be given more than once")
    private List<String> named = List.of();

    /** The command of a run. */
    public CatalogServerRemove(Session session) {
        super(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    int run() {
        Set<String> names = new LinkedHashSet<>(positional);
        names.addAll(named);
        if (names.isEmpty()) {
            throw new ConfigException("at least one server name must be specified");
        }
        OciReference reference = CatalogKind.requireOci(session().home(), argument);
        int[] removed = {0};
        boolean done = options()
                .change(
                        "catalog server remove " + reference,
                        confirmation,
                        "This removes " + String.join(", ", names) + " from catalog " + reference,
                        change -> {
                            OciCatalogs catalogs = OciCatalogs.of(session().home(), change);
                            OciCatalog catalog = catalogs.require(reference);
                            List<ObjectNode> kept = kept(catalog, names);
                            removed[0] = catalog.servers().size() - kept.size();
                            catalogs.save(change, catalog.withServers(kept, Instant.now()));
                        });
        if (done) {
            session().console().out().println("Removed " + removed[0] + " server(s) from catalog '" + reference + "'");
        }
        return 0;
    }

    private List<ObjectNode> kept(OciCatalog catalog, Set<String> names) {
        List<String> known = catalog.servers().stream().map(OciCatalog::nameOf).toList();
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).toList();
        if (unknown.size() == names.size()) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "no matching servers found to remove: " + String.join(", ", unknown)
                            + Suggestions.didYouMean(unknown.get(0), known));
        }
        return catalog.servers().stream()
                .filter(server -> !names.contains(OciCatalog.nameOf(server)))
                .toList();
    }
}
