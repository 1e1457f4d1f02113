package io.mcpgateway;

import io.mcpgateway.intercept.LogCalls;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Interceptor;

/** The built-in interceptors. */
public final class Interceptors {
    private Interceptors() {}

    /**
     * Tells of each tool call its name, server, how long it took and how it ended; never of what was passed or returned.
     *
     * @param events is told
     */
    public static Interceptor logCalls(EventSink events) {
        return new LogCalls(events);
    }
}
