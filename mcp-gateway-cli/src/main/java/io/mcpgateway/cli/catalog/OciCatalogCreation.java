package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.community.CommunityRegistry;
import io.mcpgateway.cli.community.CommunityServer;
import io.mcpgateway.cli.community.Listing;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.ProgressLine;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes OCI catalogs of what there is elsewhere; keeps nothing. Blocks while it fetches; confined to one thread. */
final class OciCatalogCreation {
    private final Session session;
    private final List<ObjectNode> servers = new ArrayList<>();
    private String title = "";
    private String source = "user:cli";

    OciCatalogCreation(Session session) {
        this.session = session;
    }

    /** The servers of a profile, without what it keeps of their configuration. */
    void fromProfile(String id) {
        Profile profile = Profiles.of(session.home()).require(id);
        profile.servers().forEach(server -> servers.add(CatalogRules.plain(server.node())));
        title = profile.name();
        source = "profile:" + id;
    }

    /** The servers of a catalog that is a file. */
    void fromLegacyCatalog(String from, byte[] document) {
        LegacyServers legacy = LegacyServers.of(from, document);
        servers.addAll(legacy.servers());
        title = legacy.title();
        source = "legacy-catalog:" + (legacy.name().isEmpty() ? from : legacy.name());
        if (!legacy.leftOut().isEmpty()) {
            session.console()
                    .err()
                    .println("Left out, being neither image nor remote: "
                            + Table.plain(String.join(", ", legacy.leftOut())));
        }
    }

    /** The servers of a registry. */
    void fromCommunityRegistry(String host, Set<String> exclude) {
        Listing listing;
        try (ProgressLine line = new ProgressLine(session.console(), "Reading " + host)) {
            listing = new CommunityRegistry(session).list(host, exclude, read -> line.count(read, "servers"));
        }
        listing.problems().forEach(problem -> session.console().err().println("! Warning: " + Table.plain(problem)));
        listing.servers().stream().map(CommunityServer::listed).forEach(servers::add);
        title = "MCP Community Registry";
        source = "registry:" + host;
        statistics(host, listing);
    }

    private void statistics(String host, Listing listing) {
        PrintStream err = session.console().err();
        err.println("Fetched " + listing.fetched() + " servers from " + host);
        err.println("  Imported: " + listing.servers().size());
        counts(err, listing.kinds());
        err.println("  Skipped: " + listing.skipped().size());
        counts(err, listing.skippedKinds());
    }

    private static void counts(PrintStream err, Map<String, Integer> counts) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(count -> err.println("    " + Table.plain(count.getKey()) + ": " + count.getValue()));
    }

    /** Servers that references name come after the others. */
    void add(List<ObjectNode> more) {
        servers.addAll(more);
    }

    /**
     * The catalog.
     *
     * @param wanted its title; empty for the one of what it is made of
     * @throws ConfigException if it has no title, or a server is wrong
     */
    OciCatalog catalog(OciReference reference, String wanted) {
        String chosen = wanted.isBlank() ? title : wanted;
        if (chosen.isBlank()) {
            throw new ConfigException(
                    "title is required when creating a catalog without using an existing legacy catalog,"
                            + " profile, or community registry: give it one with --title");
        }
        ObjectNode content = Json.mapper().createObjectNode().put("title", chosen);
        content.putArray("servers").addAll(servers);
        CatalogRules.check(reference.toString(), content);
        return OciCatalog.of(reference, source, content, Instant.now());
    }
}
