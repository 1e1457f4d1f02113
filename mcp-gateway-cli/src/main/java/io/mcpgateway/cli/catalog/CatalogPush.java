package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.ArtifactTransfer;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.oci.OciReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog push}. */
@Command
public final class CatalogPush extends CatalogChange {
    @Parameters(arity = "1", paramLabel = "REFERENCE", description = "An OCI catalog; it is pushed to where this says")
    private String argument = "";

    /** The command of a run. */
    public CatalogPush(Session session) {
        super(session);
    }

    @Override
    int run() {
        OciReference reference = CatalogKind.requireOci(session().home(), argument);
        OciReference target = OciReference.parseTag(reference.toString());
        OciCatalog catalog = OciCatalogs.of(session().home()).require(reference);
        CatalogRules.check(reference.toString(), catalog.content());
        if (session().dryRun()) {
            session()
                    .console()
                    .out()
                    .println("Would push catalog to " + target + "@"
                            + catalog.artifact().digest());
            return 0;
        }
        String digest = new ArtifactTransfer(session()).push(target, catalog.artifact());
        session().console().out().println("Pushed catalog to " + target + "@" + digest);
        return 0;
    }
}
