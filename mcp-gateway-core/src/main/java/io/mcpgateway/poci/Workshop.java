package io.mcpgateway.poci;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Connector;

/**
 * What every call needs, and owns nothing of.
 *
 * @param connector has images at hand, and knows whose turn it is to start something
 */
record Workshop(GatewayOptions options, Connector connector, EventSink events) {}
