package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.oci.OciReference;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog rm}. */
@Command
public final class CatalogRm extends CatalogChange {
    @Mixin
    private final Confirmation confirmation;

    @Parameters(arity = "1", paramLabel = "CATALOG", description = "A catalog file of your own, or an OCI catalog")
    private String name = "";

    /** The command of a run. */
    public CatalogRm(Session session) {
        super(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    int run() {
        Optional<OciReference> oci = CatalogKind.oci(session().home(), name);
        String loss = "This removes the catalog \"" + name + "\"";
        if (oci.isPresent()) {
            OciReference reference = oci.get();
            boolean done = options()
                    .change(
                            "catalog rm " + reference,
                            confirmation,
                            loss,
                            change -> OciCatalogs.of(session().home(), change).remove(change, reference));
            if (done) {
                session().console().out().println("Removed catalog " + reference);
            }
        } else if (change("catalog rm " + name, confirmation, loss, files -> files.remove(name))) {
            session().console().out().println("removed catalog \"" + name + "\"");
        }
        return 0;
    }
}
