package io.mcpgateway.cli.completion;

import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.control.RunningGateways;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Registry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names that exist on this machine, with what they are; nothing is fetched or started for them. Confined to one thread. */
public final class Names {
    private final Session session;

    /** The names of a run's home. */
    public Names(Session session) {
        this.session = session;
    }

    private GatewayAssembly assembly() {
        return new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.ERROR));
    }

    /** The servers of the catalogs that are files. */
    public Map<String, String> servers() {
        Map<String, String> names = new TreeMap<>();
        for (Map.Entry<String, ServerEntry> each : entries().entrySet()) {
            names.put(each.getKey(), each.getValue().description());
        }
        return names;
    }

    /** The servers that are enabled. */
    public Map<String, String> enabledServers() {
        Map<String, String> names = new TreeMap<>();
        GatewayAssembly assembly = assembly();
        try (Registry registry = assembly.registry()) {
            (assembly.starterServersAreOn()
                            ? assembly.starterServers()
                            : registry.read().enabled())
                    .forEach(name -> names.put(name, ""));
        }
        return names;
    }

    /** The gateways that run. */
    public Map<String, String> runningGateways() {
        return RunningGateways.of(session).ids();
    }

    /** The servers that are enabled in them. */
    public Map<String, String> runningServers() {
        return RunningGateways.of(session).servers();
    }

    /** The tools that catalogs list. */
    public Map<String, String> tools() {
        Map<String, String> names = new TreeMap<>();
        entries().forEach((server, entry) -> entry.tools().forEach(tool -> names.put(tool.name(), server)));
        return names;
    }

    /** The profiles. */
    public Map<String, String> profiles() {
        return Profiles.of(session.home()).names();
    }

    /** The servers of the profile that is the first of these arguments. */
    public Map<String, String> profileServers(List<String> before) {
        Map<String, String> names = new TreeMap<>();
        if (!before.isEmpty()) {
            Profiles.of(session.home())
                    .find(before.get(0))
                    .ifPresent(profile -> profile.servers()
                            .forEach(server -> names.put(
                                    server.name(), server.entry().path("title").asText(""))));
            names.remove("");
        }
        return names;
    }

    private Map<String, ServerEntry> entries() {
        Map<String, ServerEntry> entries = new TreeMap<>();
        GatewayAssembly assembly = assembly();
        for (Catalog catalog : assembly.catalogs()) {
            try (catalog) {
                entries.putAll(catalog.read().servers());
            }
        }
        return entries;
    }
}
