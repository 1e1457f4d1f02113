package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.oci.OciReference;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog tag}. */
@Command
public final class CatalogTag extends CatalogChange {
    @Mixin
    private final Confirmation confirmation;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An OCI catalog")
    private String from = "";

    @Parameters(index = "1", paramLabel = "NEW-REFERENCE", description = "What it is to be called, too")
    private String to = "";

    /** The command of a run. */
    public CatalogTag(Session session) {
        super(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    int run() {
        OciReference source = CatalogKind.requireOci(session().home(), from);
        OciReference target = OciReference.parseTag(to);
        boolean done = options()
                .change(
                        "catalog tag " + source + " " + target,
                        confirmation,
                        "This replaces the catalog " + target,
                        change -> {
                            OciCatalogs catalogs = OciCatalogs.of(session().home(), change);
                            catalogs.save(change, catalogs.require(source).taggedAs(target, Instant.now()));
                        });
        if (done) {
            session().console().out().println("Tagged catalog " + source + " as " + target);
        }
        return 0;
    }
}
