package io.mcpgateway.intercept;

import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.spi.InterceptorProvider;
import io.mcpgateway.spi.ProviderContext;

/** Provides {@code log-calls}. */
public final class LogCallsProvider implements InterceptorProvider {
    @Override
    public String name() {
        return "log-calls";
    }

    @Override
    public Interceptor create(ProviderContext context) {
        return new LogCalls(context.events());
    }
}
