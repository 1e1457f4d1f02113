package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code catalog rm}. */
@Command
public final class CatalogRm extends CatalogChange {
    @Mixin
    private final Confirmation confirmation;

    @Parameters(arity = "1", paramLabel = "CATALOG", description = "A catalog of your own")
    private String name = "";

    /** The command of a run. */
    public CatalogRm(Session session) {
        super(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    int run() {
        String loss = "This removes the catalog \"" + name + "\"";
        if (change("catalog rm " + name, confirmation, loss, files -> files.remove(name))) {
            session().console().out().println("removed catalog \"" + name + "\"");
        }
        return 0;
    }
}
