package io.mcpgateway.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry said when it was read: which servers are enabled, and how each is configured. Configuration and tool
 * lists may also name servers that are not enabled.
 *
 * @param enabled the names of the enabled servers, in the order of their listing
 * @param configuration each server's configuration, a JSON object, by canonical name (every {@code .} is {@code _})
 * @param tools the tools that are allowed, by server name; a server without a key has all, an empty list means none
 */
public record RegistrySnapshot(
        List<String> enabled, Map<String, JsonText> configuration, Map<String, List<String>> tools) {
    /** Copies the collections, keeping their order. */
    public RegistrySnapshot {
        enabled = List.copyOf(enabled);
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    }

    /** The form of a server's name under which its configuration is kept. */
    public static String canonicalName(String server) {
        return server.replace('.', '_');
    }

    /** The configuration of a server, a JSON object; empty if there is none. */
    public Optional<JsonText> configurationOf(String server) {
        return Optional.ofNullable(configuration.get(canonicalName(server)));
    }

    /** The allowed tools of a server; empty if all are allowed. */
    public Optional<List<String>> toolsOf(String server) {
        return Optional.ofNullable(tools.get(server));
    }
}
