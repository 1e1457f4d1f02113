package io.mcpgateway.cli.catalog;

import io.mcpgateway.Catalogs;
import io.mcpgateway.cli.assembly.ImportedCatalogs;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.Catalog;
import java.nio.file.Path;

/** Keeps processes that others describe from becoming the user's own by copying. Stateless. */
final class OwnProcesses {
    private final ImportedCatalogs imported;

    OwnProcesses(Session session) {
        this.imported = ImportedCatalogs.of(session);
    }

    /**
     * Checks what is about to be copied.
     *
     * @param source the URL or the path that it is copied from
     * @param document it, as a catalog
     * @throws GatewayException if it has a process, and the source is no file of the user's own
     */
    void check(String source, byte[] document) {
        if (!Downloads.isUrl(source) && imported.origin(Path.of(source)).trust() == Trust.OWN_FILE) {
            return;
        }
        try (Catalog catalog = Catalogs.document(source, document)) {
            for (ServerEntry server : catalog.read().servers().values()) {
                if (server.type() == ServerType.PROCESS) {
                    throw new GatewayException(
                            ErrorCode.DENIED,
                            "server " + server.name() + " of " + source + " is a process of this computer; only a file"
                                    + " that you own, nobody else may write to and that was not imported can name one");
                }
            }
        }
    }
}
