package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;

/** {@code catalog init}. */
@Command
public final class CatalogInit extends CatalogChange {
    /** The command of a run. */
    public CatalogInit(Session session) {
        super(session);
    }

    @Override
    int run() {
        String url = source().dockerUrl();
        byte[] document = source().read(url);
        change("catalog init", files -> files.store(CatalogNames.DOCKER, url, document));
        return 0;
    }
}
