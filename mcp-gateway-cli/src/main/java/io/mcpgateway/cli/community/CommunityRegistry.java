package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.community.Listing.Skipped;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Registries of MCP servers that follow the community's interface. Fetches under the rules of {@link Downloads}; writes
 * nothing, and says nothing but how far it is. Blocks; confined to one thread.
 */
public final class CommunityRegistry {
    /** The one of the community. */
    public static final String DEFAULT_HOST = "registry.modelcontextprotocol.io";

    private static final int MAX_VERSIONS_BYTES = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Downloads downloads;
    private final Runtimes runtimes;

    /** Under the rules of a run. */
    public CommunityRegistry(Session session) {
        this(new Downloads(session));
    }

    CommunityRegistry(Downloads downloads) {
        this(downloads, new PublishedRuntimes(downloads));
    }

    CommunityRegistry(Downloads downloads, Runtimes runtimes) {
        this.downloads = downloads;
        this.runtimes = runtimes;
    }

    /** Whether a URL has the shape of a reference to a server of a registry. */
    public static boolean isReference(String url) {
        return RegistryAddress.matches(url);
    }

    /**
     * The server behind a reference.
     *
     * @param reference {@code https://HOST/…/vN/servers/NAME[/versions[/VERSION]]}; without a version the newest is meant
     * @throws ConfigException if it is no reference, or the server cannot be run or reached
     * @throws GatewayException if it cannot be fetched, or there is no such server or version
     */
    public CommunityServer server(String reference) {
        RegistryAddress address = RegistryAddress.parse(reference);
        RegistryEntry entry = address.isLatest() ? latest(address) : exact(address);
        ServerDocument document = entry.document();
        if (!document.name().equals(address.name())
                || !(address.isLatest() || document.version().equals(address.version()))) {
            throw new ConfigException(reference + ": the registry answers with another server, "
                    + Notes.shown(document.name()) + " " + Notes.shown(document.version()));
        }
        String source =
                document.version().isEmpty() ? reference : address.root().version(document.name(), document.version());
        CommunityServer server = ServerImport.server(document, document.catalogName(), source, runtimes);
        return entry.warning().isEmpty() ? server : server.withNote(entry.warning());
    }

    /**
     * The server behind a URL: a reference, or a document that lies there.
     *
     * @throws GatewayException as {@link #server}
     */
    public CommunityServer fetch(String url) {
        if (isReference(url)) {
            return server(url);
        }
        RegistryEntry entry = RegistryEntry.of(url, downloads.json(url, MAX_VERSIONS_BYTES, PATIENCE));
        return ServerImport.server(entry.document(), entry.document().catalogName(), "", runtimes);
    }

    /**
     * All servers of a registry, in their newest versions. What their packages need to run is not looked up.
     *
     * @param registry a host or URL
     * @param exclude names in the registry that are left out
     * @param progress hears how many servers have been read so far
     * @throws GatewayException if nothing can be read
     */
    public Listing list(String registry, Set<String> exclude, IntConsumer progress) {
        return listing(RegistryRoot.parse(registry), "", exclude, progress);
    }

    /**
     * The servers of a registry, in their newest versions, whose names have this text in them.
     *
     * @param registry a host or URL
     * @throws GatewayException if nothing can be read
     */
    public Listing search(String registry, String text) {
        return listing(RegistryRoot.parse(registry), text, Set.of(), servers -> {});
    }

    private Listing listing(RegistryRoot root, String search, Set<String> exclude, IntConsumer progress) {
        List<RegistryEntry> entries = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        RegistryRoot read = root;
        String problem;
        try {
            problem = pages(root, search, progress, entries, skipped);
        } catch (GatewayException e) {
            if (e.code() != ErrorCode.NOT_FOUND || !root.api().equals(RegistryRoot.API)) {
                throw e;
            }
            read = root.withApi(RegistryRoot.STABLE_API);
            problem = pages(read, search, progress, entries, skipped);
        }
        List<CommunityServer> servers = converted(read, entries, exclude, skipped);
        skipped.sort(Comparator.comparing(Skipped::name));
        return new Listing(servers, skipped, problem.isEmpty() ? List.of() : List.of(problem));
    }

    private String pages(
            RegistryRoot root,
            String search,
            IntConsumer progress,
            List<RegistryEntry> entries,
            List<Skipped> skipped) {
        return new RegistryPages(downloads, PAUSE, progress).read(root, search, node -> {
            try {
                entries.add(RegistryEntry.of(root.host(), node));
            } catch (ConfigException e) {
                skipped.add(new Skipped("", "invalid", String.valueOf(e.getMessage())));
            }
        });
    }

    /** In an order that does not depend on the registry's. */
    private static List<CommunityServer> converted(
            RegistryRoot root, List<RegistryEntry> entries, Set<String> exclude, List<Skipped> skipped) {
        entries.sort(Comparator.comparing(entry -> entry.document().name()));
        Set<String> seen = new HashSet<>();
        Set<String> names = new HashSet<>();
        List<CommunityServer> servers = new ArrayList<>();
        for (RegistryEntry entry : entries) {
            ServerDocument document = entry.document();
            if (!seen.add(document.name()) || entry.latest().equals(java.util.Optional.of(false))) {
                continue; // pages overlap when the registry changes meanwhile
            }
            if (exclude.contains(document.name()) || entry.deleted()) {
                String kind = entry.deleted() ? "deleted" : "excluded";
                skipped.add(new Skipped(document.name(), kind, kind));
                continue;
            }
            String source = root.version(document.name(), document.version());
            try {
                CommunityServer server = ServerImport.server(
                        document,
                        free(document.catalogName(), names),
                        document.version().isEmpty() ? "" : source,
                        Runtimes.DEFAULT);
                names.add(server.name());
                servers.add(entry.warning().isEmpty() ? server : server.withNote(entry.warning()));
            } catch (IncompatibleServerException e) {
                skipped.add(new Skipped(document.name(), e.kind(), String.valueOf(e.getMessage())));
            } catch (ConfigException e) {
                skipped.add(new Skipped(document.name(), "invalid", String.valueOf(e.getMessage())));
            }
        }
        servers.sort(Comparator.comparing(CommunityServer::name));
        return servers;
    }

    /** Two names of the registry can come to the same one in a catalog. */
    private static String free(String name, Set<String> taken) {
        String candidate = name;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = name + "-" + i;
        }
        return candidate;
    }

    private RegistryEntry exact(RegistryAddress address) {
        String url = address.root().version(address.name(), address.version());
        try {
            return RegistryEntry.of(url, downloads.json(url, MAX_VERSIONS_BYTES, PATIENCE));
        } catch (GatewayException e) {
            throw e.code() == ErrorCode.NOT_FOUND
                    ? missing("server version not found: " + address.name() + " " + address.version(), address, e)
                    : e;
        }
    }

    private RegistryEntry latest(RegistryAddress address) {
        String url = address.root().versions(address.name());
        JsonNode list;
        try {
            list = downloads.json(url, MAX_VERSIONS_BYTES, PATIENCE).path("servers");
        } catch (GatewayException e) {
            throw e.code() == ErrorCode.NOT_FOUND ? missing("server not found: " + address.name(), address, e) : e;
        }
        if (!list.isArray()) {
            throw new ConfigException(url + ": is no list of versions: an object with 'servers' is expected");
        }
        List<RegistryEntry> entries = new ArrayList<>();
        list.forEach(node -> entries.add(RegistryEntry.of(url, node)));
        return entries.stream()
                .filter(entry -> entry.latest().orElse(false))
                .findFirst()
                // Without the registry's own word the order counts: the newest comes first.
                .or(() -> entries.stream()
                        .filter(entry -> entry.latest().isEmpty() && !entry.deleted())
                        .findFirst())
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND, "no latest version found: " + address.name() + " at " + url));
    }

    private static GatewayException missing(String what, RegistryAddress address, GatewayException cause) {
        return new GatewayException(
                ErrorCode.NOT_FOUND,
                what + " at " + address.root().base() + "; 'registry search' shows what there is",
                cause);
    }
}
