/**
 * Serves the gateway to clients over Streamable HTTP: {@link io.mcpgateway.http.GatewayServlet} for any Servlet 6 container,
 * and {@link io.mcpgateway.http.HttpTransports} for a listener of its own. Legacy sessions and modern stateless requests
 * share one endpoint. No thread waits for a call in flight.
 */
@NullMarked
package io.mcpgateway.http;

import org.jspecify.annotations.NullMarked;
