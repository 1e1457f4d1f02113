package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog add}. */
@Command
public final class CatalogAdd extends CatalogChange {
    @Parameters(index = "0", paramLabel = "CATALOG", description = "A catalog of your own")
    private String name = "";

    @Parameters(index = "1", paramLabel = "SERVER", description = "A server of the file")
    private String server = "";

    @Parameters(index = "2", paramLabel = "FILE", description = "A catalog file that has the server")
    private String file = "";

    @Option(names = "--force", description = "Replace a server of the same name")
    private boolean force;

    /** The command of a run. */
    public CatalogAdd(Session session) {
        super(session);
    }

    @Override
    int run() {
        if (name.equals(file)) {
            throw new ConfigException("cannot add server to the same catalog");
        }
        byte[] document = source().read(file);
        return change(
                "catalog add " + name + " " + server,
                "copied server \"" + server + "\" from catalog \"" + file + "\" to \"" + name + "\"",
                files -> files.add(name, server, file, document, force));
    }
}
