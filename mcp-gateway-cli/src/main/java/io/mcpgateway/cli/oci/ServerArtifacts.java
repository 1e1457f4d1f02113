package io.mcpgateway.cli.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;

/**
 * Artifacts with documents of servers in them, which say {@code {"registry": [{"server": …}, …]}}. Blocks; confined to one
 * thread.
 */
public final class ServerArtifacts {
    private static final String TYPE = "application/vnd.docker.mcp.server";

    private final Session session;

    /** Under the rules of a run. */
    public ServerArtifacts(Session session) {
        this.session = session;
    }

    /** Whether a name is an artifact's, and no server's in a catalog. */
    public static boolean isReference(String name) {
        return name.contains("/") && (name.contains(":") || name.contains("@"));
    }

    /**
     * Pulls one.
     *
     * @return its document; {@code registry} is a list that is not empty
     * @throws io.mcpgateway.model.GatewayException if it cannot be had, or holds no servers
     */
    public ObjectNode pull(String reference) {
        byte[] content = new ArtifactTransfer(session)
                .pull(OciReference.parse(reference), TYPE)
                .content();
        ObjectNode document = ArtifactJson.parse(reference, content);
        JsonNode servers = document.path("registry");
        if (!servers.isArray() || servers.isEmpty()) {
            throw new ConfigException(reference + ": has no servers: a list 'registry' is expected");
        }
        return document;
    }
}
