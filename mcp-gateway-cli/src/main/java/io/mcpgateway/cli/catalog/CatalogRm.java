package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog rm}. */
@Command
public final class CatalogRm extends CatalogChange {
    @Parameters(arity = "1", paramLabel = "CATALOG", description = "A catalog of your own")
    private String name = "";

    /** The command of a run. */
    public CatalogRm(Session session) {
        super(session);
    }

    @Override
    int run() {
        return change("catalog rm " + name, "removed catalog \"" + name + "\"", files -> files.remove(name));
    }
}
