package io.mcpgateway.http;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import jakarta.servlet.http.HttpServlet;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An embedded Jetty with our two servlets. Nothing in it blocks, so few threads do. */
final class Listener {
    private static final int ACCEPT_QUEUE = 1024;
    private static final int MAX_THREADS = 32;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final long DRAIN_POLL_MILLIS = 20;

    private final Server server;
    private final ServerConnector connector;
    private final int port;
    private final Endpoint endpoint;
    private final StreamableHttpOptions options;

    /**
     * What is served.
     *
     * @param drain makes it take no more requests
     * @param endSessions ends what lasts longer than a request
     * @param inFlight how many requests are worth waiting for at the end
     */
    record Endpoint(String path, HttpServlet servlet, Runnable drain, Runnable endSessions, IntSupplier inFlight) {}

    private Listener(Server server, ServerConnector connector, Endpoint endpoint, StreamableHttpOptions options) {
        this.server = server;
        this.connector = connector;
        this.port = connector.getLocalPort();
        this.endpoint = endpoint;
        this.options = options;
    }

    /** Starts to listen. */
    static Listener open(StreamableHttpOptions options, Endpoint endpoint) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName("mcp-gateway-http");
        threads.setDaemon(true);
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setUriCompliance(UriCompliance.DEFAULT);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(options.host().isEmpty() ? null : options.host());
        connector.setPort(options.port());
        // The system's 50 let a burst of clients wait for retransmissions, some for more than twenty seconds.
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));
        server.setHandler(handler(endpoint, options.servlet()));
        // What Jetty refuses by itself gets a status and no page: pages quote the request.
        server.setErrorHandler((request, response, callback) -> {
            response.write(true, ByteBuffer.allocate(0), callback);
            return true;
        });
        try {
            server.start();
        } catch (Exception e) { // what Jetty declares
            stop(server);
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "Cannot listen on " + (options.host().isEmpty() ? "all interfaces" : options.host()) + " port "
                            + options.port() + ": " + reason(e) + "; choose another port or end what uses it",
                    e);
        }
        return new Listener(server, connector, endpoint, options);
    }

    private static ServletContextHandler handler(Endpoint endpoint, GatewayServletOptions options) {
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        context.setErrorHandler(null);
        ServletHolder holder = new ServletHolder("mcp", endpoint.servlet());
        holder.setAsyncSupported(true);
        holder.setInitOrder(0);
        context.addServlet(holder, endpoint.path());
        AccessGuard guard = new AccessGuard(options.token(), options.allowedOrigins(), options.allowedHosts());
        context.addServlet(new ServletHolder("front", new FrontServlet(guard, endpoint.path())), "/");
        return context;
    }

    /** The port, also after the end. */
    int port() {
        return port;
    }

    /** Stops to accept, lets what is in flight go on for a while, then ends everything. */
    void close() {
        endpoint.drain().run();
        connector.close(); // only the socket that listens
        long deadline = System.nanoTime() + options.stopTimeout().toNanos();
        try {
            while (endpoint.inFlight().getAsInt() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(DRAIN_POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endpoint.endSessions().run();
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) { // what Jetty declares
            throw new GatewayException(ErrorCode.INTERNAL, "The HTTP listener did not stop cleanly: " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
