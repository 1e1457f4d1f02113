package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BackOffTest {
    static final class TestClock extends Clock {
        Instant now = Instant.EPOCH;

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

    private void fail() {
        backOff.failed(backOff.begin(), cause);
    }

    private void assertRefused(String why) {
        assertThat(backOff.isOpen()).isTrue();
        assertThatThrownBy(backOff::begin)
                .isInstanceOf(GatewayException.class)
                .hasCause(cause)
                .hasMessageContaining("no such image")
                .hasMessageContaining(why);
    }

    @Test
    void theFirstFailureCostsNothing() {
        backOff.begin();
        fail();
        assertThat(backOff.isOpen()).isFalse();
        backOff.begin();
    }

    @Test
    void theWaitDoublesUpToALimit() {
        fail();
        for (long expected : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000}) {
            fail();
            clock.now = clock.now.plusMillis(expected - 1);
            assertRefused("next attempt in");
            clock.now = clock.now.plusMillis(1);
            assertThat(backOff.isOpen()).as("%d ms", expected).isFalse();
        }
    }

    @Test
    void afterTheWaitOneAttemptIsMadeAndTheOthersHearWhatWentWrong() {
        fail();
        fail();
        clock.now = clock.now.plusSeconds(1);
        int trial = backOff.begin();
        assertRefused("it is being tried again");
        backOff.dropped(trial);
        trial = backOff.begin();
        backOff.failed(trial, cause);
        assertRefused("failed 3 times in a row");
        clock.now = clock.now.plusSeconds(1);
        backOff.begin();
        backOff.succeeded();
        backOff.begin();
        backOff.begin();
    }

    @Test
    void whatFailsAfterItHadStartedCountsToo() {
        backOff.dropped(backOff.begin());
        backOff.failedLater(cause);
        backOff.failedLater(cause);
        assertRefused("failed 2 times in a row");
    }

    @Test
    void aBurstThatFailsCountsOnceAndALateFailureDoesNotUndoASuccess() {
        int burst = backOff.begin();
        for (int i = 0; i < 8; i++) {
            backOff.failed(burst, cause);
        }
        int late = backOff.begin();
        backOff.succeeded();
        backOff.failed(late, cause);
        fail();
        assertThat(backOff.isOpen()).isFalse();
    }

    @Test
    void theRefusalNamesTheCause() {
        fail();
        fail();
        clock.now = clock.now.plus(Duration.ofMillis(100));
        assertRefused("2 times");
        assertRefused("in 1 s");
    }

    @Test
    void aSuccessForgetsThem() {
        for (int i = 0; i < 100; i++) {
            backOff.failedLater(cause);
        }
        backOff.succeeded();
        backOff.begin();
        fail();
        assertThat(backOff.isOpen()).isFalse();
    }
}
