package io.mcpgateway.docker;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port[/prefix]}
 * @param tls the directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; empty for no TLS
 * @param origin which setting said so, for messages
 */
record EngineEndpoint(URI uri, Optional<Path> tls, String origin) {
    boolean isUnix() {
        return "unix".equals(uri.getScheme());
    }

    /** What precedes every path of the API: empty, or a path without a slash at its end. */
    String pathPrefix() {
        String path = isUnix() || uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public String toString() {
        return uri + " (from " + origin + ")";
    }
}
