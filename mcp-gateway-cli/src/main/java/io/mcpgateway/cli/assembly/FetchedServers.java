package io.mcpgateway.cli.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.Catalogs;
import io.mcpgateway.McpGateway;
import io.mcpgateway.cli.community.CommunityRegistry;
import io.mcpgateway.cli.community.CommunityServer;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.ServerArtifacts;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.EventSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Servers that flags name one by one: those of MCP registries, and those in OCI artifacts. Each is a catalog of its own, and
 * enabled besides the others. Blocks while it fetches; confined to one thread.
 */
final class FetchedServers {
    private final Session session;
    private final EventSink events;
    private final McpGateway.Builder builder;

    FetchedServers(Session session, EventSink events, McpGateway.Builder builder) {
        this.session = session;
        this.events = events;
        this.builder = builder;
    }

    /**
     * Adds all that the flags name.
     *
     * @throws GatewayException if one cannot be fetched, run or reached
     */
    void addAll(List<String> urls, List<String> references) {
        urls.forEach(this::registry);
        references.forEach(this::artifact);
    }

    private void registry(String url) {
        try {
            add(new CommunityRegistry(session).fetch(url), url);
        } catch (GatewayException e) {
            throw failed("failed to fetch server from MCP registry " + url, e);
        }
    }

    private void artifact(String reference) {
        try {
            JsonNode entries = new ServerArtifacts(session).pull(reference).path("registry");
            for (int i = 0; i < entries.size(); i++) {
                add(CommunityServer.of(reference, entries.get(i), "oci-server-" + i), reference);
            }
        } catch (GatewayException e) {
            throw failed("failed to fetch servers from OCI artifact " + reference, e);
        }
    }

    private static GatewayException failed(String what, GatewayException cause) {
        return new GatewayException(cause.code(), what + ": " + cause.getMessage(), cause);
    }

    private void add(CommunityServer server, String from) {
        server.notes().forEach(note -> events.event(EventSink.Level.WARN, note, Map.of()));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("registry").set(server.name(), server.entry());
        builder.catalog(Catalogs.document(from, document.toString().getBytes(StandardCharsets.UTF_8)))
                .enableToo(server.name());
        events.event(EventSink.Level.INFO, "Fetched server '" + server.name() + "'", Map.of("from", from));
    }
}
