package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.oci.OciCatalog;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** OCI catalogs as programs are shown them. Stateless. */
final class OciViews {
    private static final Comparator<ObjectNode> BY_NAME = Comparator.comparing(OciCatalog::nameOf);

    private OciViews() {}

    /** The whole catalog: {@code ref, source, title, servers, …, digest}. */
    static ObjectNode whole(OciCatalog catalog) {
        ObjectNode whole = Json.mapper().createObjectNode();
        whole.put("ref", catalog.reference().toString());
        if (!catalog.source().isEmpty()) {
            whole.put("source", catalog.source());
        }
        whole.setAll(catalog.content());
        whole.put("digest", catalog.digest());
        return whole;
    }

    /** Takes the servers' tools out. */
    static void dropTools(ObjectNode whole) {
        for (JsonNode server : whole.path("servers")) {
            ((ObjectNode) server).remove("tools");
            if (server.path("snapshot").path("server") instanceof ObjectNode entry) {
                entry.remove("tools");
            }
        }
    }

    /** All catalogs, without their servers. */
    static ArrayNode summaries(List<OciCatalog> catalogs) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (OciCatalog catalog : catalogs) {
            ObjectNode summary = list.addObject();
            summary.put("ref", catalog.reference().toString());
            summary.put("digest", catalog.digest());
            summary.put("title", catalog.title());
            summary.put("source", catalog.source());
            catalog.lastUpdated().ifPresent(when -> summary.put("lastUpdated", when.toString()));
        }
        return list;
    }

    /** The servers whose names have a text in them, whatever its case, by name. */
    static List<ObjectNode> servers(OciCatalog catalog, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return catalog.servers().stream()
                .filter(server ->
                        OciCatalog.nameOf(server).toLowerCase(Locale.ROOT).contains(lower))
                .sorted(BY_NAME)
                .toList();
    }

    /** Servers of a catalog: {@code catalog, servers, title}. */
    static ObjectNode servers(OciCatalog catalog, List<ObjectNode> servers) {
        ObjectNode view = Json.mapper().createObjectNode();
        view.put("catalog", catalog.reference().toString());
        view.putArray("servers").addAll(servers);
        view.put("title", catalog.title());
        return view;
    }
}
