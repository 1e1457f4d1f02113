package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;

/** {@code catalog reset}. */
@Command
public final class CatalogReset extends CatalogChange {
    /** The command of a run. */
    public CatalogReset(Session session) {
        super(session);
    }

    @Override
    int run() {
        change("catalog reset", "", CatalogFiles::reset);
        if (!session().dryRun()) {
            session()
                    .console()
                    .err()
                    .println("Removed all catalogs; 'undo' brings them back, 'catalog init' fetches Docker's");
        }
        return 0;
    }
}
