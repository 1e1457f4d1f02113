package io.mcpgateway.cli.oauth;

import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import java.util.Map;
import java.util.TreeMap;

/** The servers of all catalogs that want somebody to sign in. */
public final class SignInServers {
    private final Map<String, ServerEntry> servers = new TreeMap<>();

    private SignInServers() {}

    /** Reads all catalogs. */
    static SignInServers read(Session session) {
        GatewayAssembly assembly =
                new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
        SignInServers all = new SignInServers();
        for (Catalog catalog : assembly.catalogs()) {
            try (catalog) {
                catalog.read().servers().forEach((name, entry) -> {
                    if (!entry.oauthProviders().isEmpty()) {
                        all.servers.put(name, entry);
                    }
                });
            }
        }
        return all;
    }

    /** By name, with the name of whom one signs in with. */
    Map<String, String> providers() {
        Map<String, String> providers = new TreeMap<>();
        servers.forEach((name, entry) ->
                providers.put(name, entry.oauthProviders().get(0).provider()));
        return providers;
    }

    /** Refuses a server that wants nobody to sign in. */
    void require(String name) {
        if (!servers.containsKey(name)) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "no server '" + name + "' that wants somebody to sign in"
                            + Suggestions.didYouMean(name, servers.keySet()));
        }
    }

    /** For completion: the servers, with their providers. */
    public static Map<String, String> names(Session session) {
        return read(session).providers();
    }
}
