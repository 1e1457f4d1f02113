package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.catalog.OciPulls.Pulled;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.oci.OciReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog pull}. */
@Command
public final class CatalogPull extends CatalogChange {
    @Parameters(
            arity = "1",
            paramLabel = "REFERENCE",
            description = "An OCI catalog in a registry; with a digest it is kept under that, and no tag is touched")
    private String argument = "";

    /** The command of a run. */
    public CatalogPull(Session session) {
        super(session);
    }

    @Override
    int run() {
        OciReference reference = CatalogKind.requireOci(session().home(), argument);
        OciPulls pulls = new OciPulls(session());
        Pulled pulled = pulls.fetch(reference);
        if (options().change("catalog pull " + reference, change -> pulls.keep(change, pulled))) {
            session().console().out().println("Catalog " + reference + " pulled");
            session().console().err().println("Digest: " + pulled.digest());
        }
        return 0;
    }
}
