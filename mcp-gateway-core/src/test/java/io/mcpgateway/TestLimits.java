package io.mcpgateway;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.Limits;
import java.time.Duration;

/** Options with one limit made small. */
final class TestLimits {
    private TestLimits() {}

    static GatewayOptions of(int pendingPerSession, int pendingPerServer, int sessions, Duration sessionIdle) {
        Limits usual = Limits.DEFAULT;
        return GatewayOptions.builder()
                .limits(new Limits(
                        usual.messageBytes(),
                        pendingPerSession,
                        pendingPerServer,
                        usual.queueWait(),
                        sessions,
                        sessionIdle,
                        usual.call(),
                        usual.serverStart(),
                        usual.listingWait(),
                        usual.concurrentStarts(),
                        usual.stderrBytes(),
                        usual.eraProbe(),
                        usual.parked(),
                        usual.parkedCalls(),
                        usual.profiles()))
                .build();
    }
}
