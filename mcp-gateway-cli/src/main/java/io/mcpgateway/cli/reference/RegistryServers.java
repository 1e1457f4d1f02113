package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.community.CommunityRegistry;
import io.mcpgateway.cli.community.CommunityServer;
import io.mcpgateway.cli.console.Session;

/** Servers of registries that follow the community's interface. */
final class RegistryServers {
    private final Session session;

    RegistryServers(Session session) {
        this.session = session;
    }

    ObjectNode resolve(String reference) {
        CommunityServer server = new CommunityRegistry(session).server(reference);
        server.notes().forEach(note -> session.console().err().println(server.name() + ": " + note));
        return server.registered();
    }
}
