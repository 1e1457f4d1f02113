package io.mcpgateway.poci;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Permits;
import io.mcpgateway.upstream.PreparedImages;
import io.mcpgateway.upstream.Runtimes;
import java.util.concurrent.Executor;

/**
 * What every call needs, and owns nothing of.
 *
 * @param blocking runs what waits for a runtime
 * @param starts the row in which the starts of all tools wait
 */
record Workshop(
        GatewayOptions options,
        Runtimes runtimes,
        PreparedImages images,
        Executor blocking,
        EventSink events,
        Permits starts) {}
