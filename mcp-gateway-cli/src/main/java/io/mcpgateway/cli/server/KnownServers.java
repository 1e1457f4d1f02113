package io.mcpgateway.cli.server;

import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers of all catalogs; a later catalog replaces an entry of the same name. */
public final class KnownServers {
    private final Map<String, ServerEntry> entries = new LinkedHashMap<>();

    private KnownServers() {}

    /** Reads all catalogs. */
    static KnownServers read(GatewayAssembly assembly) {
        KnownServers known = new KnownServers();
        for (Catalog catalog : assembly.catalogs()) {
            try (catalog) {
                known.entries.putAll(catalog.read().servers());
            }
        }
        return known;
    }

    Optional<ServerEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** One server. */
    ServerEntry require(String name) {
        return find(name).orElseThrow(() -> notFound(name));
    }

    /** Checks that all of these are known. */
    void requireAll(List<String> names) {
        names.forEach(this::require);
    }

    private GatewayException notFound(String name) {
        return new GatewayException(
                ErrorCode.NOT_FOUND,
                "server " + name + " not found in catalog" + Suggestions.didYouMean(name, entries.keySet()));
    }
}
