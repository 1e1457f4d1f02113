package io.mcpgateway.cli.gateway;

import io.mcpgateway.model.ConfigException;
import java.util.Locale;

/** How clients reach the gateway. */
enum TransportKind {
    STDIO,
    STREAMING;

    /** Reads the value of {@code --transport}. */
    static TransportKind parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "stdio" -> STDIO;
            case "http", "streamable", "streaming", "streamable-http" -> STREAMING;
            case "sse" -> throw new ConfigException("The transport 'sse' is not there yet; use 'streaming'");
            default ->
                throw new ConfigException("unknown transport \"" + text + "\", expected 'stdio', 'sse' or 'streaming'");
        };
    }
}
