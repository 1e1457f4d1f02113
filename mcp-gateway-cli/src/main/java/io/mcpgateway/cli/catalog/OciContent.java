package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Servers for OCI catalogs, of references. Stateless. */
final class OciContent {
    private OciContent() {}

    /**
     * The servers behind references, in their order.
     *
     * @throws GatewayException if one cannot be had, or two have one name
     */
    static List<ObjectNode> resolve(Session session, List<String> references) {
        ServerReferences resolver = new ServerReferences(session);
        List<ObjectNode> servers = new ArrayList<>();
        for (String reference : references) {
            try {
                resolver.resolve(reference).forEach(server -> servers.add(CatalogRules.plain(server)));
            } catch (GatewayException e) {
                throw new GatewayException(
                        e.code(), "failed to resolve server reference \"" + reference + "\": " + e.getMessage(), e);
            }
        }
        if (servers.isEmpty() && !references.isEmpty()) {
            throw new ConfigException("no servers found in provided references");
        }
        Set<String> names = new HashSet<>();
        for (ObjectNode server : servers) {
            String name = OciCatalog.nameOf(server);
            if (name.isEmpty()) {
                throw new ConfigException("a server of the references has no snapshot, and so no name");
            }
            if (!names.add(name)) {
                throw new ConfigException("duplicate server name " + name + " in the references");
            }
        }
        return servers;
    }
}
