package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bundled catalog of servers that need nothing but this JVM. */
final class Starter {
    /** What the catalog is called on the command line. */
    static final String NAME = "starter";

    /** The servers that are on until the user chooses. */
    static final List<String> SERVERS = List.of("time", "memory", "files");

    private Starter() {}

    static Catalog catalog() {
        Map<String, ServerEntry> servers = new LinkedHashMap<>();
        for (String server : SERVERS) {
            servers.put(
                    server,
                    ServerEntry.builder(server, ServerType.JVM).provider(server).build());
        }
        CatalogSnapshot snapshot = new CatalogSnapshot(NAME, "Starter", servers, List.of());
        return () -> snapshot;
    }
}
