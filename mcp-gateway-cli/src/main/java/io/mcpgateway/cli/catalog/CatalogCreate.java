package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog create}. */
@Command
public final class CatalogCreate extends CatalogChange {
    @Parameters(arity = "1", paramLabel = "NAME", description = "What the catalog is called")
    private String name = "";

    /** The command of a run. */
    public CatalogCreate(Session session) {
        super(session);
    }

    @Override
    int run() {
        return change("catalog create " + name, "created empty catalog " + name, files -> files.create(name));
    }
}
