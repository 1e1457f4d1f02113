package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.Transport;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP on a listener of its own: the endpoint is {@code /mcp}, {@code /health} answers 200. Made by
 * {@link HttpTransports}. Thread-safe.
 */
public final class StreamableHttpTransport implements Transport {
    static final String ENDPOINT = "/mcp";

    private final StreamableHttpOptions options;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Guarded by this.
    private @Nullable Listener listener;
    private boolean closed;

    StreamableHttpTransport(StreamableHttpOptions options) {
        this.options = requireNonNull(options, "options");
    }

    @Override
    public String describe() {
        return uri().toString();
    }

    /** Where clients connect; the port is that of the options until the transport has started. */
    public synchronized URI uri() {
        int port = listener == null ? options.port() : listener.port();
        String host = options.host().isEmpty() || options.host().equals("0.0.0.0") ? "localhost" : options.host();
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + bracketed + ":" + port + ENDPOINT);
    }

    /** The token that clients must send, unless they are let in without. */
    public Optional<Secret> token() {
        return options.token();
    }

    @Override
    public synchronized void start(ClientGate gate) {
        if (closed || listener != null) {
            throw new GatewayException(ErrorCode.CONFIGURATION, "The transport " + describe() + " was started before");
        }
        listener = Listener.open(options, gate);
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        Listener open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = listener;
        }
        if (open != null) {
            open.close();
        }
        ended.complete(null);
    }
}
