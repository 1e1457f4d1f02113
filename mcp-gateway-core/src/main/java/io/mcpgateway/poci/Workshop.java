package io.mcpgateway.poci;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Connector;
import io.mcpgateway.upstream.Runtimes;

/**
 * What every call needs, and owns nothing of.
 *
 * @param connector knows which images are present, and whose turn it is to start something
 */
record Workshop(GatewayOptions options, Runtimes runtimes, Connector connector, EventSink events) {}
