package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a registry says of one version of a server.
 *
 * @param document the server's document
 * @param status {@code active}, {@code deprecated}, {@code deleted}, or empty if nothing is said
 * @param statusMessage why, in the words of the publisher; may be empty
 * @param latest whether it is the newest version; empty if nothing is said
 */
record RegistryEntry(ServerDocument document, String status, String statusMessage, Optional<Boolean> latest) {
    private static final String OFFICIAL = "io.modelcontextprotocol.registry/official";

    /**
     * Reads one.
     *
     * @throws io.mcpgateway.model.ConfigException if it is none
     */
    static RegistryEntry of(String source, JsonNode node) {
        JsonNode official = node.path("_meta").path(OFFICIAL);
        return new RegistryEntry(
                ServerDocument.of(source, node),
                official.path("status").asText(""),
                official.path("statusMessage").asText(""),
                Optional.of(official.path("isLatest"))
                        .filter(JsonNode::isBoolean)
                        .map(JsonNode::booleanValue));
    }

    boolean deleted() {
        return status.equals("deleted");
    }

    /** What users should know before they run it; empty if there is nothing. */
    String warning() {
        boolean old = deleted() || status.equals("deprecated");
        return old
                ? document.name() + " " + document.version() + " is " + status + " in the registry"
                        + (statusMessage.isBlank() ? "" : ": " + statusMessage)
                : "";
    }
}
