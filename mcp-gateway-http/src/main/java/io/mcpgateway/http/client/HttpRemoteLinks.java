package io.mcpgateway.http.client;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.remote.RemoteTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Links over Streamable HTTP and the older HTTP+SSE. All share one client, which starts with the first link. */
public final class HttpRemoteLinks implements RemoteLinks {
    private static final String STREAMABLE = "streamable-http";
    private static final String SSE = "sse";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private final HostLookup lookup;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    // Guarded by this.
    private @Nullable GuardedClient client;
    private boolean closed;

    /** Called by the service loader. */
    public HttpRemoteLinks() {
        this(HostLookup.SYSTEM);
    }

    HttpRemoteLinks(HostLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public boolean supports(String transport) {
        return transport.equals(STREAMABLE) || transport.equals(SSE);
    }

    @Override
    public CompletionStage<Link> open(RemoteTarget target, Link.Listener listener) {
        requireNonNull(listener, "listener");
        try {
            if (!supports(target.transport())) {
                throw new GatewayException(
                        ErrorCode.CONFIGURATION,
                        "Server '" + target.server() + "' uses the transport '" + target.transport() + "'; known: "
                                + STREAMABLE + ", " + SSE);
            }
            checkHeaders(target);
            Checked endpoint = UrlGuard.check(target.url(), target.access());
            Remote remote = new Remote(client(), target, endpoint);
            Link link = target.transport().equals(SSE)
                    ? new SseLink(remote, listener, links::remove)
                    : new FallbackLink(remote, listener, links::remove);
            links.add(link);
            return CompletableFuture.completedFuture(link);
        } catch (GatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void checkHeaders(RemoteTarget target) {
        for (Map.Entry<String, Secret> header : target.headers().entrySet()) {
            if (!NAME.matcher(header.getKey()).matches()
                    || !VALUE.matcher(header.getValue().reveal()).matches()) {
                throw new GatewayException(
                        ErrorCode.CONFIGURATION,
                        "Server '" + target.server() + "': the header '" + header.getKey()
                                + "' has characters that a header cannot carry");
            }
        }
    }

    private synchronized GuardedClient client() {
        if (closed) {
            throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "The gateway is stopping");
        }
        if (client == null) {
            client = GuardedClient.start(lookup);
        }
        return client;
    }

    @Override
    public void close() {
        GuardedClient started;
        synchronized (this) {
            closed = true;
            started = client;
            client = null;
        }
        List.copyOf(links).forEach(Link::close);
        if (started != null) {
            started.close();
        }
    }
}
