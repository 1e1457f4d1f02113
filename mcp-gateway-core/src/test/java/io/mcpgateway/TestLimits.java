package io.mcpgateway;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.Limits;
import java.time.Duration;

/** Options with one limit made small. */
final class TestLimits {
    private TestLimits() {}

    static GatewayOptions page(int entries, int bytes) {
        return options(Limits.DEFAULT.withListPage(entries, bytes));
    }

    static GatewayOptions of(int pendingPerSession, int pendingPerServer, int sessions, Duration sessionIdle) {
        return options(
                Limits.DEFAULT.withPending(pendingPerSession, pendingPerServer).withSessions(sessions, sessionIdle));
    }

    static GatewayOptions options(Limits limits) {
        return GatewayOptions.builder().limits(limits).build();
    }
}
