package io.mcpgateway;

import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.Limits;
import java.time.Duration;

/** Options with one limit made small. */
final class TestLimits {
    private TestLimits() {}

    static GatewayOptions page(int entries, int bytes) {
        Limits usual = Limits.DEFAULT;
        return GatewayOptions.builder()
                .limits(new Limits(
                        usual.messageBytes(),
                        usual.pendingPerSession(),
                        usual.pendingPerServer(),
                        usual.queueWait(),
                        usual.sessions(),
                        usual.sessionIdle(),
                        usual.call(),
                        usual.serverStart(),
                        usual.listingWait(),
                        entries,
                        bytes,
                        usual.concurrentStarts(),
                        usual.stderrBytes()))
                .build();
    }

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
                        usual.listPageEntries(),
                        usual.listPageBytes(),
                        usual.concurrentStarts(),
                        usual.stderrBytes()))
                .build();
    }
}
