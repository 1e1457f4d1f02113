package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final class TestClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final TestClock clock = new TestClock();
    private final BackOff backOff = new BackOff(clock);
    private final GatewayException cause = new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "no such image");

    @Test
    void theFirstFailureCostsNothing() {
        assertThat(backOff.refusal()).isNull();
        backOff.failed(backOff.attempt(), cause);
        assertThat(backOff.refusal()).isNull();
    }

    @Test
    void theWaitDoublesUpToALimit() {
        backOff.failed(backOff.attempt(), cause);
        for (long expected : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000}) {
            backOff.failed(backOff.attempt(), cause);
            clock.now = clock.now.plusMillis(expected - 1);
            assertThat(backOff.refusal()).as("%d ms", expected).isNotNull();
            clock.now = clock.now.plusMillis(1);
            assertThat(backOff.refusal()).as("%d ms", expected).isNull();
        }
    }

    @Test
    void aBurstThatFailsCountsOnceAndALateFailureDoesNotUndoASuccess() {
        int burst = backOff.attempt();
        for (int i = 0; i < 8; i++) {
            backOff.failed(burst, cause);
        }
        assertThat(backOff.refusal()).isNull();
        int late = backOff.attempt();
        backOff.succeeded();
        backOff.failed(late, cause);
        backOff.failed(backOff.attempt(), cause);
        assertThat(backOff.refusal()).isNull();
    }

    @Test
    void theRefusalNamesTheCause() {
        backOff.failed(backOff.attempt(), cause);
        backOff.failed(backOff.attempt(), cause);
        clock.now = clock.now.plus(Duration.ofMillis(100));
        assertThat(backOff.refusal())
                .hasCause(cause)
                .hasMessageContaining("no such image")
                .hasMessageContaining("2 times")
                .hasMessageContaining("in 1 s");
    }

    @Test
    void aSuccessForgetsThem() {
        for (int i = 0; i < 100; i++) {
            backOff.failed(backOff.attempt(), cause);
        }
        backOff.succeeded();
        assertThat(backOff.refusal()).isNull();
        backOff.failed(backOff.attempt(), cause);
        assertThat(backOff.refusal()).isNull();
    }
}
