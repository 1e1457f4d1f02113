package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog export}. */
@Command
public final class CatalogExport extends CatalogChange {
    @Parameters(index = "0", paramLabel = "CATALOG", description = "A catalog of your own")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it")
    private String file = "";

    /** The command of a run. */
    public CatalogExport(Session session) {
        super(session);
    }

    @Override
    int run() {
        CatalogNames.refuseDocker(
                name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name,
                "cannot export the Docker MCP catalog as it is managed by Docker");
        boolean done = options().change("catalog export " + name, change -> {
            CatalogFiles files = new CatalogFiles(session(), change);
            change.write(Path.of(file), files.content(files.index().require(name)));
        });
        if (done) {
            session().console().out().println("Catalog '" + name + "' exported to '" + file + "'");
        }
        return 0;
    }
}
