/** HTTP both ways: the servlet and the Jetty transport for clients, links to remote servers, and the guarded client. */
module io.mcpgateway.http {
    requires transitive io.mcpgateway.core;
    requires transitive jakarta.servlet;
    requires static org.jspecify;
    requires org.eclipse.jetty.client;
    requires org.eclipse.jetty.ee11.servlet;
    requires org.eclipse.jetty.server;
    requires org.slf4j;

    exports io.mcpgateway.http;

    provides io.mcpgateway.remote.GuardedFetch with
            io.mcpgateway.http.client.JettyGuardedFetch;
    provides io.mcpgateway.remote.RemoteLinks with
            io.mcpgateway.http.client.HttpRemoteLinks;
    provides io.mcpgateway.spi.TransportProvider with
            io.mcpgateway.http.SseTransportProvider,
            io.mcpgateway.http.StreamableHttpTransportProvider;
}
