package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog fork}. */
@Command
public final class CatalogFork extends CatalogChange {
    @Parameters(index = "0", paramLabel = "CATALOG", description = "The catalog to copy")
    private String from = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "What the copy is called")
    private String name = "";

    /** The command of a run. */
    public CatalogFork(Session session) {
        super(session);
    }

    @Override
    int run() {
        Consumer<CatalogFiles> fetched = from.equals(CatalogNames.DOCKER) ? fetchDocker() : files -> {};
        change("catalog fork " + from + " " + name, fetched.andThen(files -> files.fork(from, name)));
        return 0;
    }
}
