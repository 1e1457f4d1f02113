package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog server add}. */
@Command
public final class CatalogServerAdd extends CatalogChange {
    @Parameters(arity = "1", paramLabel = "REFERENCE", description = "An OCI catalog")
    private String argument = "";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A server: catalog://CATALOG/NAME, docker://IMAGE, https://… of a registry, file://PATH;"
                    + " may be given more than once")
    private List<String> references = List.of();

    /** The command of a run. */
    public CatalogServerAdd(Session session) {
        super(session);
    }

    @Override
    int run() {
        if (references.isEmpty()) {
            throw new ConfigException("at least one server must be specified, with --server");
        }
        OciReference reference = CatalogKind.requireOci(session().home(), argument);
        OciCatalogs.of(session().home()).require(reference);
        List<ObjectNode> added = OciContent.resolve(session(), references);
        List<String> replaced = new ArrayList<>();
        boolean done = options().change("catalog server add " + reference, change -> {
            OciCatalogs catalogs = OciCatalogs.of(session().home(), change);
            OciCatalog catalog = catalogs.require(reference);
            Map<String, ObjectNode> pending = new LinkedHashMap<>();
            added.forEach(server -> pending.put(OciCatalog.nameOf(server), server));
            List<ObjectNode> servers = new ArrayList<>();
            for (ObjectNode server : catalog.servers()) {
                String name = OciCatalog.nameOf(server);
                ObjectNode newer = name.isEmpty() ? null : pending.remove(name);
                if (newer != null) {
                    replaced.add(name);
                }
                servers.add(newer == null ? server : newer);
            }
            servers.addAll(pending.values());
            OciCatalog changed = catalog.withServers(servers, Instant.now());
            CatalogRules.check(reference.toString(), changed.content());
            catalogs.save(change, changed);
        });
        if (done) {
            replaced.forEach(
                    name -> session().console().out().println("Replaced server " + name + " in catalog " + reference));
            session()
                    .console()
                    .out()
                    .println("Added " + added.size() + " server(s) to catalog '" + reference + "'"
                            + (replaced.isEmpty() ? "" : " (replaced " + replaced.size() + ")"));
        }
        return 0;
    }
}
