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

/** What the transports with a listener of their own have in common; {@code /health} answers 200. Thread-safe. */
public abstract sealed class ListeningTransport implements Transport permits StreamableHttpTransport, SseTransport {
    private final StreamableHttpOptions options;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // Guarded by this.
    private @Nullable Listener listener;
    private boolean closed;

    ListeningTransport(StreamableHttpOptions options) {
        this.options = requireNonNull(options, "options");
    }

    /** The path of the endpoint. */
    abstract String path();

    /** What is served there. */
    abstract Listener.Endpoint endpoint(ClientGate gate, GatewayServletOptions servletOptions);

    @Override
    public String describe() {
        return uri().toString();
    }

    /** Where clients connect; the port is that of the options until the transport has started. */
    public synchronized URI uri() {
        int port = listener == null ? options.port() : listener.port();
        String host = options.host().isEmpty() || options.host().equals("0.0.0.0") ? "localhost" : options.host();
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + bracketed + ":" + port + path());
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
        listener = Listener.open(options, endpoint(gate, options.servlet()));
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
