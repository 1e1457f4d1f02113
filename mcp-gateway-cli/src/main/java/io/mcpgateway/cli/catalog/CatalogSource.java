package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Where a catalog document comes from: a URL or a file. Blocks while it fetches. */
final class CatalogSource {
    private static final String DOCKER_URL = "https://desktop.docker.com/mcp/catalog/v3/catalog.yaml";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Session session;

    CatalogSource(Session session) {
        this.session = session;
    }

    /** The URL of Docker's own catalog. */
    String dockerUrl() {
        String replaced = session.console().environment().getOrDefault("MCP_GATEWAY_CATALOG_URL", "");
        return replaced.isEmpty() ? DOCKER_URL : replaced;
    }

    /**
     * Reads a document, and checks that it is a catalog.
     *
     * @param source a URL, or a path, which is relative to the working directory
     */
    byte[] read(String source) {
        byte[] bytes = Downloads.isUrl(source)
                ? fetch(source)
                : SafeFiles.read(Path.of(source).toAbsolutePath(), Change.MAX_BYTES)
                        .orElseThrow(() ->
                                new GatewayException(ErrorCode.NOT_FOUND, "catalog file \"" + source + "\" not found"));
        check(source, bytes);
        return bytes;
    }

    /** Fetches whatever is there. */
    byte[] fetch(String url) {
        session.console().err().println("Fetching " + url + " …");
        // A replacement for Docker's URL is the user's own word, whatever address it names.
        Set<String> exempt = url.equals(session.console().environment().get("MCP_GATEWAY_CATALOG_URL"))
                ? Set.of(authority(url))
                : Set.of();
        return new Downloads(session, exempt).fetch(url, Change.MAX_BYTES, PATIENCE);
    }

    private static String authority(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ConfigException("MCP_GATEWAY_CATALOG_URL: is no URL: " + url, e);
        }
    }

    private static void check(String source, byte[] bytes) {
        YamlNode root = YamlReader.read(source, bytes)
                .orElseThrow(() -> new ConfigException(source + ": is empty, and no catalog"));
        if (!(root instanceof YamlNode.Mapping mapping)
                || !mapping.get("registry")
                        .map(YamlNode.Mapping.class::isInstance)
                        .orElse(true)) {
            throw root.place().error("a catalog is expected: a map with 'registry', a map of servers");
        }
    }
}
