package io.mcpgateway.profile;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.catalog.FileTrust;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry.Origin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a profile says, in the form in which profiles are exported.
 *
 * @param id how commands call it; empty if it does not say
 * @param name how people call it; empty if it does not say
 * @param servers the servers that can be used, by the name in their entry, in order
 * @param problems what is wrong with the others
 */
public record ProfileDocument(String id, String name, Map<String, ProfileServer> servers, List<Problem> problems) {
    /** The only version of the form that there is. */
    public static final int VERSION = 1;

    /** Copies the collections, keeping their order. */
    public ProfileDocument {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        servers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        problems = List.copyOf(problems);
    }

    /**
     * Reads a profile. An empty document is a profile without servers.
     *
     * @param utf8 YAML or JSON
     * @param origin where it comes from; entries of processes are of use only if that is the user's own file
     * @throws ConfigException if the document as a whole is broken
     */
    public static ProfileDocument read(byte[] utf8, Origin origin) {
        Optional<YamlNode> root = YamlReader.read(origin.location(), utf8).filter(node -> !node.isNull());
        if (root.isEmpty()) {
            return new ProfileDocument("", "", Map.of(), List.of());
        }
        if (root.get() instanceof Mapping mapping) {
            return new ProfileReader(mapping, origin).read();
        }
        throw root.get()
                .place()
                .error("A profile is a map, and this is " + root.get().kind());
    }

    /**
     * Reads a profile's file.
     *
     * @throws GatewayException if it does not exist or is broken
     */
    static ProfileDocument read(Path file) {
        byte[] bytes = SafeFiles.read(file, YamlReader.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND, "Cannot read profile " + file + ": there is no such file"));
        return read(bytes, origin(file));
    }

    /** Where entries of a local file come from, and how far they are trusted for that. */
    public static Origin origin(Path file) {
        return new Origin(file.toString(), FileTrust.of(file));
    }
}
