package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what references name: {@code catalog://CATALOG/SERVER+…}, {@code docker://IMAGE}, {@code https://…} of the community
 * registry, {@code file://PATH}. Reads, fetches and pulls; writes nothing to the user's files. Blocks; confined to one
 * thread.
 */
public final class ServerReferences {
    private static final String CATALOG = "catalog://";
    private static final String IMAGE = "docker://";
    private static final String FILE = "file://";

    private final CatalogServers catalogs;
    private final ImageServers images;
    private final RegistryServers registries;
    private final FileServers files;

    /** Under the rules of a run. */
    public ServerReferences(Session session) {
        this.catalogs = new CatalogServers(session);
        this.images = new ImageServers(session);
        this.registries = new RegistryServers(session);
        this.files = new FileServers(session);
    }

    /** How a reference can begin, for help texts. */
    public static List<String> schemes() {
        return List.of(CATALOG, IMAGE, "https://", FILE);
    }

    /**
     * The servers behind references, in their order.
     *
     * @throws ConfigException as {@link #resolve}, or if two different servers have one name
     */
    public List<ObjectNode> resolveAll(List<String> references) {
        Map<String, String> named = new HashMap<>();
        Map<String, ObjectNode> servers = new LinkedHashMap<>();
        for (String reference : references) {
            for (ObjectNode server : resolve(reference)) {
                String name = server.at("/snapshot/server/name").asText();
                ObjectNode other = servers.putIfAbsent(name, server);
                if (other != null && !other.equals(server)) {
                    throw new ConfigException("two different servers are called " + name + ": one of " + named.get(name)
                            + ", one of " + reference);
                }
                named.putIfAbsent(name, reference);
            }
        }
        return List.copyOf(servers.values());
    }

    /**
     * The servers behind a reference.
     *
     * @return each as {@code {type, image|source|endpoint, tools?, catalog_ref?, snapshot: {server}}}; at least one
     * @throws ConfigException if it is no reference, or what it names is malformed
     * @throws GatewayException if there is no such server, or it cannot be had
     */
    public List<ObjectNode> resolve(String reference) {
        List<ObjectNode> servers = found(reference);
        servers.forEach(server -> ServerCheck.check(reference, server));
        return servers;
    }

    /**
     * The server of a page of a registry, and of nothing else: for what others wrote.
     *
     * @throws ConfigException if it is no such address, or what it names is malformed
     * @throws GatewayException if there is no such server, or it cannot be had
     */
    public ObjectNode ofRegistry(String page) {
        if (!isPage(page)) {
            throw new ConfigException("'source' is no address of a registry: it begins with https://");
        }
        return resolve(page).get(0);
    }

    /**
     * The server that an image describes, and nothing else: for what others wrote.
     *
     * @throws GatewayException if the image says nothing of it, or cannot be had
     */
    public ObjectNode ofImage(String image) {
        return resolve(IMAGE + image).get(0);
    }

    /**
     * Servers of an OCI catalog that need not be kept yet.
     *
     * @throws GatewayException if one is not there
     */
    public static List<ObjectNode> ofCatalog(OciCatalog catalog, List<String> names) {
        List<ObjectNode> servers = CatalogServers.of(catalog, names);
        servers.forEach(server -> ServerCheck.check(catalog.reference().toString(), server));
        return servers;
    }

    private static boolean isPage(String reference) {
        return reference.startsWith("https://") || reference.startsWith("http://");
    }

    private List<ObjectNode> found(String reference) {
        if (reference.startsWith(CATALOG)) {
            return catalogs.resolve(reference, reference.substring(CATALOG.length()));
        }
        if (reference.startsWith(IMAGE)) {
            return List.of(images.resolve(reference.substring(IMAGE.length())));
        }
        if (isPage(reference)) {
            return List.of(registries.resolve(reference));
        }
        if (reference.startsWith(FILE)) {
            return files.resolve(reference, reference.substring(FILE.length()));
        }
        throw new ConfigException(
                "invalid server value: " + reference + "; it begins with one of " + String.join(", ", schemes()));
    }
}
