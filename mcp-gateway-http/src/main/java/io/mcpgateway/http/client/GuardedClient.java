package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.RemoteAccess;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One HTTP client for untrusted addresses. It follows no redirect, keeps no cookie, answers no challenge, unpacks no
 * content, knows no proxy, and dials only what {@link GuardedResolver} judged. Thread-safe.
 */
final class GuardedClient implements AutoCloseable {
    private static final int MAX_THREADS = 16;
    private static final int MAX_CONNECTIONS = 4096;
    private static final int MAX_HEADER_BYTES = 32 << 10;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POOLED_IDLE = Duration.ofSeconds(30);

    private final HttpClient client;

    private GuardedClient(HttpClient client) {
        this.client = client;
    }

    /** Starts a client. */
    static GuardedClient start(HostLookup lookup) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("mcp-gateway-http-client");
        threads.setDaemon(true);
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        ClientConnector connector = new KeptAlive();
        connector.setSelectors(1);
        connector.setExecutor(threads);
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(threads);
        client.setSocketAddressResolver(new GuardedResolver(lookup, threads));
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        client.setIdleTimeout(POOLED_IDLE.toMillis());
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MAX_CONNECTIONS);
        client.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
        client.setUseInputDirectByteBuffers(false); // events are read from arrays
        client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "mcp-gateway"));
        client.setDestinationIdleTimeout(TimeUnit.MINUTES.toMillis(10));
        try {
            client.start();
        } catch (Exception e) { // what Jetty declares
            throw new GatewayException(ErrorCode.INTERNAL, "Cannot start the HTTP client: " + e.getMessage(), e);
        }
        // These are set up by the start.
        client.getProtocolHandlers().clear();
        client.getContentDecoderFactories().clear();
        return new GuardedClient(client);
    }

    /**
     * A request to a judged address, to be filled and sent.
     *
     * @param idle the longest silence; zero for no limit
     */
    Request request(Checked target, RemoteAccess access, Duration idle) {
        return client.newRequest(target.uri())
                .tag(access)
                .followRedirects(false)
                .idleTimeout(idle.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a short task later, unless it is cancelled. */
    Scheduler.Task later(Runnable task, Duration delay) {
        return client.getScheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) { // what Jetty declares
            throw new GatewayException(
                    ErrorCode.INTERNAL, "The HTTP client did not stop cleanly: " + e.getMessage(), e);
        }
    }

    /**
     * Streams may be silent for hours; the platform notices when the other side of one is gone. It asks soon and often
     * enough to keep the stream in the tables of what stands between.
     */
    private static final class KeptAlive extends ClientConnector {
        private static final Map<String, Integer> PROBES =
                Map.of("TCP_KEEPIDLE", 60, "TCP_KEEPINTERVAL", 30, "TCP_KEEPCOUNT", 4);

        @Override
        protected void configure(SelectableChannel channel) throws IOException {
            super.configure(channel);
            if (channel instanceof NetworkChannel network) {
                network.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                for (SocketOption<?> option : network.supportedOptions()) {
                    Integer value = PROBES.get(option.name());
                    if (value != null && option.type() == Integer.class) {
                        set(network, option, value);
                    }
                }
            }
        }

        private static <T> void set(NetworkChannel channel, SocketOption<T> option, Integer value) throws IOException {
            channel.setOption(option, option.type().cast(value));
        }
    }
}
