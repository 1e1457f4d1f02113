package io.mcpgateway;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.Limits;
import java.time.Duration;
import java.util.function.Consumer;

/** Options with one limit made small. */
final class TestLimits {
    private TestLimits() {}

    static GatewayOptions page(int entries, int bytes) {
        return with(set -> set.listPageEntries(entries).listPageBytes(bytes));
    }

    static GatewayOptions of(int pendingPerSession, int pendingPerServer, int sessions, Duration sessionIdle) {
        return with(set -> set.pendingPerSession(pendingPerSession)
                .pendingPerServer(pendingPerServer)
                .sessions(sessions)
                .sessionIdle(sessionIdle));
    }

    static GatewayOptions with(Consumer<Limits.Builder> changes) {
        return GatewayOptions.builder().limits(changes).build();
    }
}
