package io.mcpgateway.cli.gateway;

import io.mcpgateway.model.ConfigException;
import java.util.Locale;

/** How clients reach the gateway. */
enum TransportKind {
    STDIO(""),
    STREAMING("/mcp"),
    SSE("/sse");

    private final String path;

    TransportKind(String path) {
        this.path = path;
    }

    /** The path of the endpoint; empty if there is none. */
    String path() {
        return path;
    }

    /** What it is called in messages. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the value of {@code --transport}. */
    static TransportKind parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "stdio" -> STDIO;
            case "http", "streamable", "streaming", "streamable-http" -> STREAMING;
            case "sse" -> SSE;
            default ->
                throw new ConfigException("unknown transport \"" + text + "\", expected 'stdio', 'sse' or 'streaming'");
        };
    }
}
