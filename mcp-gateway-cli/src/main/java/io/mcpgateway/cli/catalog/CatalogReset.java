package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code catalog reset}. */
@Command
public final class CatalogReset extends CatalogChange {
    @Mixin
    private final Confirmation confirmation;

    /** The command of a run. */
    public CatalogReset(Session session) {
        super(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    int run() {
        if (change("catalog reset", confirmation, "This removes all catalogs", CatalogFiles::reset)) {
            session()
                    .console()
                    .err()
                    .println("Removed all catalogs; 'undo' brings them back, 'catalog init' fetches Docker's");
        }
        return 0;
    }
}
