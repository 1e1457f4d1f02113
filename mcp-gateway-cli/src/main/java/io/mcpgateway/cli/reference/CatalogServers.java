package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The servers of catalogs that are here: OCI catalogs, catalog files, and the bundled one. */
final class CatalogServers {
    private final Session session;

    CatalogServers(Session session) {
        this.session = session;
    }

    List<ObjectNode> resolve(String reference, String path) {
        int slash = path.lastIndexOf('/');
        if (slash <= 0) {
            throw new ConfigException("invalid catalog URL: " + reference
                    + ": it is catalog://CATALOG/SERVER, with several servers as SERVER+SERVER, or * for all");
        }
        List<String> patterns = new ArrayList<>();
        for (String pattern : path.substring(slash + 1).split("\\+")) {
            if (!pattern.isEmpty()) {
                patterns.add(decoded(reference, pattern));
            }
        }
        if (patterns.isEmpty()) {
            throw new ConfigException("no servers specified in catalog URL: " + reference
                    + ": behind the last '/' come their names, or * for all");
        }
        String catalog = path.substring(0, slash);
        return matching(servers(catalog), catalog, patterns);
    }

    private static String decoded(String reference, String pattern) {
        try {
            return URLDecoder.decode(pattern, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "invalid catalog URL: " + reference + ": '%' comes before two hexadecimal digits", e);
        }
    }

    /** The servers of a catalog by name; a key of {@code catalog.json} and a name without {@code /}, {@code :} and {@code @} is a catalog file's. */
    private Map<String, ObjectNode> servers(String catalog) {
        if (catalog.chars().noneMatch(c -> c == '/' || c == ':' || c == '@')
                || assembly().isConfigured(catalog)) {
            return ofFile(catalog);
        }
        OciCatalogs catalogs = OciCatalogs.of(session.home());
        OciReference exact = OciReference.parse(catalog);
        // One that was pulled by its digest is kept under that; the digest of any other one is not looked at.
        int digest = catalog.indexOf('@');
        OciReference reference = digest < 0 || catalogs.find(exact).isPresent()
                ? exact
                : OciReference.parse(catalog.substring(0, digest));
        return ofArtifact(catalogs.require(reference));
    }

    /** The servers of an OCI catalog, be it kept or not. */
    static List<ObjectNode> of(OciCatalog catalog, List<String> names) {
        return matching(ofArtifact(catalog), catalog.reference().toString(), names);
    }

    private static Map<String, ObjectNode> ofArtifact(OciCatalog found) {
        String reference = found.reference().toString();
        Map<String, ObjectNode> servers = new LinkedHashMap<>();
        for (ObjectNode server : found.servers()) {
            String name = OciCatalog.nameOf(server);
            if (!name.isEmpty()) {
                servers.putIfAbsent(name, ServerCheck.foreign(reference, server));
            }
        }
        servers.values().forEach(server -> server.put("catalog_ref", reference));
        return servers;
    }

    private GatewayAssembly assembly() {
        return new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
    }

    private Map<String, ObjectNode> ofFile(String name) {
        GatewayAssembly assembly = assembly();
        List<String> known = new ArrayList<>();
        assembly.catalogSources().forEach(source -> known.add(source.replaceFirst("\\.yaml$", "")));
        known.add("starter");
        if (!known.contains(name) && !assembly.isConfigured(name)) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "catalog " + name + " not found" + Suggestions.didYouMean(name, known)
                            + "; 'catalog ls' shows those that there are");
        }
        try (Catalog catalog = assembly.catalog(name)) {
            CatalogSnapshot snapshot = catalog.read();
            for (Problem problem : snapshot.problems()) {
                session.console().err().println(problem);
            }
            Map<String, ObjectNode> servers = new LinkedHashMap<>();
            snapshot.servers()
                    .forEach((server, entry) ->
                            servers.put(server, ServerForm.of(entry).put("catalog_ref", name)));
            return servers;
        }
    }

    private static List<ObjectNode> matching(Map<String, ObjectNode> servers, String catalog, List<String> patterns) {
        Set<String> names = new LinkedHashSet<>();
        List<String> unmatched = new ArrayList<>();
        for (String pattern : patterns) {
            Glob glob = new Glob(pattern);
            List<String> matched =
                    servers.keySet().stream().filter(glob::matches).toList();
            names.addAll(matched);
            if (matched.isEmpty()) {
                unmatched.add(pattern);
            }
        }
        if (!unmatched.isEmpty()) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "servers matching the following patterns were not found in catalog " + catalog + ": " + unmatched
                            + Suggestions.didYouMean(unmatched.get(0), servers.keySet()));
        }
        return names.stream().map(servers::get).map(ObjectNode::deepCopy).toList();
    }
}
